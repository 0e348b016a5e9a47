/** Path walk (path_resolution(7)). Results are in this instance's variables, read right after a call. */
import { S_IFLNK, X_OK } from './constants.ts';
import { currentProcess } from './current.ts';
import { lookUp, parentDirectory } from './directory.ts';
import { ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR } from './errno.ts';
import { isDirectory, permission, typeOf } from './inode.ts';
import { ENTRY_INODE, INODE_DATA, INODE_DATA_EXTENT, PROCESS_DIRECTORY, SUPERBLOCK_ROOT } from './layout.ts';
import { NAME_MAX, PATH_MAX, SYMLOOP_MAX } from './limits.ts';
import { load8, load32 } from './primitives.ts';

const SLASH: i32 = 47;
const DOT: i32 = 46;

/** Directory that holds the last component. */
let foundParent: u32 = 0;
/** Inode of the path, 0 when only the last component is missing. */
let foundInode: u32 = 0;
/** Entry of the last component in its directory, 0 for `.`, `..`, `/` and what is missing. */
let foundEntry: u32 = 0;
/** The last component's name, where the path (or the last link's target) has it. */
let foundName: u32 = 0;
let foundNameLength: i32 = 0;
/** The path ended in a slash, so that it must be a directory. */
let foundSlash: bool = false;
let links: i32 = 0;

export function walkedParent(): u32 {
  return foundParent;
}

export function walkedInode(): u32 {
  return foundInode;
}

export function walkedEntry(): u32 {
  return foundEntry;
}

export function walkedName(): u32 {
  return foundName;
}

export function walkedNameLength(): i32 {
  return foundNameLength;
}

export function walkedSlash(): bool {
  return foundSlash;
}

function root(): u32 {
  return load32(SUPERBLOCK_ROOT) >>> 0;
}

/** Where relative paths begin. */
export function workingDirectory(): u32 {
  const process: u32 = currentProcess();
  const directory: u32 = process === 0 ? 0 : load32(process + PROCESS_DIRECTORY) >>> 0;
  return directory === 0 ? root() : directory;
}

/**
 * Walks a path. 0 when the directory of its last component is found, and the variables above tell whether the component
 * itself is there; -ENOENT, -ENOTDIR, -EACCES, -ELOOP, -ENAMETOOLONG. `follow`: a last link is followed.
 */
export function walk(path: u32, length: i32, follow: bool): i32 {
  if (length >= PATH_MAX) return -ENAMETOOLONG;
  if (length === 0) return -ENOENT;
  links = 0;
  return walkFrom(workingDirectory(), path, length, follow);
}

function walkFrom(start: u32, path: u32, length: i32, follow: bool): i32 {
  if (length === 0) return -ENOENT;
  let directory: u32 = load8(path) === SLASH ? root() : start;
  let position: i32 = 0;
  while (position < length && load8(path + position) === SLASH) position = (position + 1) | 0;
  if (position === length) {
    setFound(directory, directory, 0, path, 0);
    foundSlash = true;
    return 0;
  }
  while (true) {
    const begin: i32 = position;
    while (position < length && load8(path + position) !== SLASH) position = (position + 1) | 0;
    const end: i32 = position;
    while (position < length && load8(path + position) === SLASH) position = (position + 1) | 0;
    const last: bool = position === length;
    const slash: bool = position > end;
    const name: u32 = path + begin;
    const nameLength: i32 = (end - begin) | 0;
    if (!isDirectory(directory)) return -ENOTDIR;
    const allowed: i32 = permission(directory, X_OK);
    if (allowed !== 0) return allowed;
    if (nameLength > NAME_MAX) return -ENAMETOOLONG;
    let inode: u32 = 0;
    let entry: u32 = 0;
    if (nameLength === 1 && load8(name) === DOT) inode = directory;
    else if (nameLength === 2 && load8(name) === DOT && load8(name + 1) === DOT) inode = parentDirectory(directory);
    else {
      entry = lookUp(directory, name, nameLength);
      if (entry !== 0) inode = load32(entry + ENTRY_INODE) >>> 0;
    }
    if (inode !== 0 && typeOf(inode) === S_IFLNK && (!last || follow || slash)) {
      links = (links + 1) | 0;
      if (links > SYMLOOP_MAX) return -ELOOP;
      const target: u32 = load32(inode + INODE_DATA) >>> 0;
      const result: i32 = walkFrom(directory, target, load32(inode + INODE_DATA_EXTENT), true);
      if (result !== 0) return result;
      if (last) {
        if (slash) foundSlash = true;
        return 0;
      }
      if (foundInode === 0) return -ENOENT;
      directory = foundInode;
      continue;
    }
    if (last) {
      setFound(directory, inode, entry, name, nameLength);
      foundSlash = slash;
      return 0;
    }
    if (inode === 0) return -ENOENT;
    directory = inode;
  }
}

function setFound(parent: u32, inode: u32, entry: u32, name: u32, nameLength: i32): void {
  foundParent = parent;
  foundInode = inode;
  foundEntry = entry;
  foundName = name;
  foundNameLength = nameLength;
}

/** Walks to something that must be there: its inode is in {@link walkedInode}. */
export function walkExisting(path: u32, length: i32, follow: bool): i32 {
  const result: i32 = walk(path, length, follow);
  if (result !== 0) return result;
  if (foundInode === 0) return -ENOENT;
  if (foundSlash && !isDirectory(foundInode)) return -ENOTDIR;
  return 0;
}
