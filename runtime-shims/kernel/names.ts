/** Names in directories: mkdir(2), rmdir(2), unlink(2), rename(2), link(2), symlink(2), readlink(2), readdir(3). */

import {
  IN_CREATE,
  IN_DELETE,
  IN_DELETE_SELF,
  IN_ISDIR,
  IN_MOVE_SELF,
  IN_MOVED_FROM,
  IN_MOVED_TO,
  R_OK,
  S_IFDIR,
  S_IFLNK,
  W_OK,
  X_OK,
} from './constants.ts';
import { isNameOfOpen } from './descriptor.ts';
import { addEntry, parentDirectory, removeEntry } from './directory.ts';
import {
  EBUSY,
  EEXIST,
  EINVAL,
  EISDIR,
  ENAMETOOLONG,
  ENOBUFS,
  ENOENT,
  ENOSPC,
  ENOTDIR,
  ENOTEMPTY,
  EPERM,
  ERANGE,
} from './errno.ts';
import { createAt, entryType, lastCreationError, maskedMode, mayCreate } from './files.ts';
import { allocate, release } from './heap.ts';
import {
  addLink,
  isDirectory,
  permission,
  releaseIfUnused,
  removeLink,
  touchChanged,
  touchModified,
  typeOf,
} from './inode.ts';
import { nextCookie, notifyEntry, notifyInode } from './inotify.ts';
import {
  ENTRY_INODE,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_NEXT,
  ENTRY_PARENT,
  INODE_COUNT,
  INODE_DATA,
  INODE_DATA_EXTENT,
  INODE_ENTRY,
  INODE_FIRST,
  INODE_LINKS,
  INODE_MODE,
  INODE_SIZE,
  SUPERBLOCK_DESCRIPTORS,
  SUPERBLOCK_ROOT,
} from './layout.ts';
import { PATH_MAX } from './limits.ts';
import {
  LAST_DOT,
  LAST_DOTDOT,
  LAST_NAME,
  LAST_ROOT,
  lookUpLast,
  walkExisting,
  walkedEntry,
  walkedInode,
  walkedLast,
  walkedName,
  walkedNameLength,
  walkedParent,
  walkedSlash,
  walkParent,
  workingDirectory,
} from './path.ts';
import { copyMemory, load8, load32, store8, store32, storeF64 } from './primitives.ts';

const SLASH: i32 = 47;

function directoryFlag(inode: u32): i32 {
  return isDirectory(inode) ? IN_ISDIR : 0;
}

/** Walks to where a name is to be made, with Linux's order of errors (filename_create and may_create in its fs/namei.c). */
function walkToNew(path: u32, length: i32, directory: bool): i32 {
  const walked: i32 = walkParent(path, length);
  if (walked !== 0) return walked;
  if (walkedLast() !== LAST_NAME) return -EEXIST;
  const looked: i32 = lookUpLast();
  if (looked !== 0) return looked;
  if (walkedInode() !== 0) return -EEXIST;
  if (walkedSlash() && !directory) return -ENOENT;
  return mayCreate(walkedParent());
}

export function makeDirectory(path: u32, length: i32, mode: i32): i32 {
  const walked: i32 = walkToNew(path, length, true);
  if (walked !== 0) return walked;
  const parent: u32 = walkedParent();
  const inode: u32 = createAt(parent, walkedName(), walkedNameLength(), S_IFDIR | maskedMode(mode));
  if (inode === 0) return lastCreationError();
  // Its own `.`, and its `..` in the parent.
  addLink(inode);
  addLink(parent);
  return 0;
}

/** Takes a name away: the entry, the link, and the inode if that was its last. */
function detach(entry: u32, inode: u32): void {
  const parent: u32 = load32(entry + ENTRY_PARENT) >>> 0;
  notifyEntry(parent, IN_DELETE | directoryFlag(inode), 0, entry + ENTRY_NAME, load32(entry + ENTRY_LENGTH));
  removeEntry(entry);
  removeLink(inode);
  if (isDirectory(inode)) {
    removeLink(inode);
    removeLink(parent);
  }
  touchModified(parent);
  touchChanged(inode);
  if (load32(inode + INODE_LINKS) <= 0) notifyInode(inode, IN_DELETE_SELF);
  releaseIfUnused(inode);
}

export function removeDirectory(path: u32, length: i32): i32 {
  const walked: i32 = walkParent(path, length);
  if (walked !== 0) return walked;
  if (walkedLast() === LAST_DOTDOT) return -ENOTEMPTY;
  if (walkedLast() === LAST_DOT) return -EINVAL;
  if (walkedLast() === LAST_ROOT) return -EBUSY;
  const looked: i32 = lookUpLast();
  if (looked !== 0) return looked;
  const inode: u32 = walkedInode();
  if (inode === 0) return -ENOENT;
  const allowed: i32 = permission(walkedParent(), W_OK | X_OK);
  if (allowed !== 0) return allowed;
  if (!isDirectory(inode)) return -ENOTDIR;
  if (load32(inode + INODE_COUNT) > 0) return -ENOTEMPTY;
  detach(walkedEntry(), inode);
  return 0;
}

export function unlinkPath(path: u32, length: i32): i32 {
  const walked: i32 = walkParent(path, length);
  if (walked !== 0) return walked;
  if (walkedLast() !== LAST_NAME) return -EISDIR;
  const looked: i32 = lookUpLast();
  if (looked !== 0) return looked;
  const inode: u32 = walkedInode();
  if (inode === 0) return -ENOENT;
  if (walkedSlash()) return isDirectory(inode) ? -EISDIR : -ENOTDIR;
  const allowed: i32 = permission(walkedParent(), W_OK | X_OK);
  if (allowed !== 0) return allowed;
  if (isDirectory(inode)) return -EISDIR;
  detach(walkedEntry(), inode);
  return 0;
}

export function linkPath(from: u32, fromLength: i32, to: u32, toLength: i32): i32 {
  let walked: i32 = walkExisting(from, fromLength, false);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  walked = walkToNew(to, toLength, false);
  if (walked !== 0) return walked;
  if (isDirectory(inode)) return -EPERM;
  const parent: u32 = walkedParent();
  const added: i32 = addEntry(parent, walkedName(), walkedNameLength(), inode);
  if (added !== 0) return added;
  addLink(inode);
  touchChanged(inode);
  touchModified(parent);
  notifyEntry(parent, IN_CREATE, 0, walkedName(), walkedNameLength());
  return 0;
}

export function makeSymbolicLink(target: u32, targetLength: i32, path: u32, length: i32): i32 {
  if (targetLength === 0) return -ENOENT;
  if (targetLength >= PATH_MAX) return -ENAMETOOLONG;
  const walked: i32 = walkToNew(path, length, false);
  if (walked !== 0) return walked;
  const text: u32 = allocate(targetLength);
  if (text === 0) return -ENOSPC;
  const inode: u32 = createAt(walkedParent(), walkedName(), walkedNameLength(), S_IFLNK | 0o777);
  if (inode === 0) {
    release(text);
    return lastCreationError();
  }
  copyMemory(text, target, targetLength);
  store32(inode + INODE_DATA, text);
  store32(inode + INODE_DATA_EXTENT, targetLength);
  storeF64(inode + INODE_SIZE, targetLength);
  return 0;
}

export function readSymbolicLink(path: u32, length: i32, to: u32, capacity: i32): i32 {
  const walked: i32 = walkExisting(path, length, false);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  if (typeOf(inode) !== S_IFLNK) return -EINVAL;
  const size: i32 = load32(inode + INODE_DATA_EXTENT);
  if (size > capacity) return -ERANGE;
  copyMemory(to, load32(inode + INODE_DATA) >>> 0, size);
  return size;
}

/** Is `directory` the same as `above`, or somewhere below it? */
function isWithin(directory: u32, above: u32): bool {
  let each: u32 = directory;
  while (each !== above) {
    const parent: u32 = parentDirectory(each);
    if (parent === each) return false;
    each = parent;
  }
  return true;
}

/** As may_delete in Linux's fs/namei.c: may `entry` be taken from its directory to give way to a `moved` directory or file? */
function mayReplace(parent: u32, replaced: u32, moved: bool): i32 {
  const allowed: i32 = permission(parent, W_OK | X_OK);
  if (allowed !== 0) return allowed;
  if (isDirectory(replaced)) return moved ? 0 : -EISDIR;
  return moved ? -ENOTDIR : 0;
}

export function renamePath(from: u32, fromLength: i32, to: u32, toLength: i32): i32 {
  let walked: i32 = walkParent(from, fromLength);
  if (walked !== 0) return walked;
  const fromParent: u32 = walkedParent();
  const fromSlash: bool = walkedSlash();
  const fromPlain: bool = walkedLast() === LAST_NAME;
  const fromLooked: i32 = lookUpLast();
  const inode: u32 = walkedInode();
  const entry: u32 = walkedEntry();
  walked = walkParent(to, toLength);
  if (walked !== 0) return walked;
  if (!fromPlain || walkedLast() !== LAST_NAME) return -EBUSY;
  if (fromLooked !== 0) return fromLooked;
  if (inode === 0) return -ENOENT;
  const looked: i32 = lookUpLast();
  if (looked !== 0) return looked;
  const replaced: u32 = walkedInode();
  const replacedEntry: u32 = walkedEntry();
  const toParent: u32 = walkedParent();
  const moved: bool = isDirectory(inode);
  if ((fromSlash || walkedSlash()) && !moved) return -ENOTDIR;
  if (moved && isWithin(toParent, inode)) return -EINVAL;
  // A directory above the source is never empty; Linux says so before it looks at permissions and kinds.
  if (replaced !== 0 && fromParent !== toParent && isDirectory(replaced) && isWithin(fromParent, replaced)) {
    return -ENOTEMPTY;
  }
  if (replaced === inode) return 0;
  let allowed: i32 = permission(fromParent, W_OK | X_OK);
  if (allowed === 0) {
    allowed = replaced === 0 ? mayCreate(toParent) : mayReplace(toParent, replaced, moved);
  }
  // Its `..` changes, which is written in it.
  if (allowed === 0 && moved && fromParent !== toParent) allowed = permission(inode, W_OK);
  if (allowed !== 0) return allowed;
  if (replaced !== 0 && isDirectory(replaced) && load32(replaced + INODE_COUNT) > 0) return -ENOTEMPTY;
  // The new name comes first: if there is no memory for it, nothing has changed.
  const name: u32 = walkedName();
  const nameLength: i32 = walkedNameLength();
  const cookie: i32 = nextCookie();
  if (replaced === 0) {
    const added: i32 = addEntry(toParent, name, nameLength, inode);
    if (added !== 0) return added;
    if (moved) addLink(toParent);
  } else {
    store32(replacedEntry + ENTRY_INODE, inode);
    if (load32(replaced + INODE_ENTRY) >>> 0 === replacedEntry) store32(replaced + INODE_ENTRY, 0);
    store32(inode + INODE_ENTRY, replacedEntry);
  }
  const flag: i32 = directoryFlag(inode);
  notifyEntry(fromParent, IN_MOVED_FROM | flag, cookie, entry + ENTRY_NAME, load32(entry + ENTRY_LENGTH));
  notifyEntry(toParent, IN_MOVED_TO | flag, cookie, name, nameLength);
  removeEntry(entry);
  if (moved) removeLink(fromParent);
  if (replaced !== 0) {
    removeLink(replaced);
    if (isDirectory(replaced)) removeLink(replaced);
    touchChanged(replaced);
    if (load32(replaced + INODE_LINKS) <= 0) notifyInode(replaced, IN_DELETE_SELF);
    releaseIfUnused(replaced);
  }
  touchModified(fromParent);
  touchModified(toParent);
  touchChanged(inode);
  notifyInode(inode, IN_MOVE_SELF);
  return 0;
}

/**
 * Entries as (type, length, name) one after the other. Bytes; -ENOBUFS when they do not fit, with the bytes wanted in
 * the first word at `to`.
 */
export function listDirectory(path: u32, length: i32, to: u32, capacity: i32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const directory: u32 = walkedInode();
  if (!isDirectory(directory)) return -ENOTDIR;
  const allowed: i32 = permission(directory, R_OK);
  if (allowed !== 0) return allowed;
  const ofDescriptors: bool = directory === load32(SUPERBLOCK_DESCRIPTORS) >>> 0;
  let size: i32 = 0;
  let entry: u32 = load32(directory + INODE_FIRST) >>> 0;
  while (entry !== 0) {
    if (!ofDescriptors || isNameOfOpen(load32(entry + ENTRY_INODE) >>> 0)) {
      size = (size + 2 + load32(entry + ENTRY_LENGTH)) | 0;
    }
    entry = load32(entry + ENTRY_NEXT) >>> 0;
  }
  if (size > capacity) {
    store32(to, size);
    return -ENOBUFS;
  }
  let target: u32 = to;
  entry = load32(directory + INODE_FIRST) >>> 0;
  while (entry !== 0) {
    const inode: u32 = load32(entry + ENTRY_INODE) >>> 0;
    if (!ofDescriptors || isNameOfOpen(inode)) {
      const nameLength: i32 = load32(entry + ENTRY_LENGTH);
      store8(target, entryType(load32(inode + INODE_MODE)));
      store8(target + 1, nameLength);
      copyMemory(target + 2, entry + ENTRY_NAME, nameLength);
      target = target + 2 + nameLength;
    }
    entry = load32(entry + ENTRY_NEXT) >>> 0;
  }
  return size;
}

/** The absolute path of a directory, written backwards from the end of the buffer and moved to its start. */
function pathOfDirectory(directory: u32, to: u32, capacity: i32): i32 {
  let begin: i32 = capacity;
  let each: u32 = directory;
  while (each !== load32(SUPERBLOCK_ROOT) >>> 0) {
    const entry: u32 = load32(each + INODE_ENTRY) >>> 0;
    if (entry === 0) return -ENOENT;
    const nameLength: i32 = load32(entry + ENTRY_LENGTH);
    begin = (begin - nameLength - 1) | 0;
    if (begin < 0) return -ENAMETOOLONG;
    store8(to + begin, SLASH);
    copyMemory(to + begin + 1, entry + ENTRY_NAME, nameLength);
    each = load32(entry + ENTRY_PARENT) >>> 0;
  }
  if (begin === capacity) {
    store8(to, SLASH);
    return 1;
  }
  const size: i32 = (capacity - begin) | 0;
  copyMemory(to, to + begin, size);
  return size;
}

export function workingDirectoryPath(to: u32, capacity: i32): i32 {
  return pathOfDirectory(workingDirectory(), to, capacity);
}

export function canonicalPath(path: u32, length: i32, to: u32, capacity: i32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  if (isDirectory(inode)) return pathOfDirectory(inode, to, capacity);
  const name: u32 = walkedName();
  const nameLength: i32 = walkedNameLength();
  let size: i32 = pathOfDirectory(walkedParent(), to, capacity);
  if (size < 0) return size;
  if (size + nameLength + 1 > capacity) return -ENAMETOOLONG;
  if (load8(to + size - 1) !== SLASH) {
    store8(to + size, SLASH);
    size = (size + 1) | 0;
  }
  copyMemory(to + size, name, nameLength);
  return (size + nameLength) | 0;
}
