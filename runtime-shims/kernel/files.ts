/** Opening, reading, writing and closing (open(2), read(2), write(2), lseek(2), ftruncate(2)). Callers hold the lock. */
import {
  IN_CREATE,
  IN_ISDIR,
  IN_MODIFY,
  O_ACCMODE,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOCTTY,
  O_NOFOLLOW,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  R_OK,
  S_IFCHR,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
  W_OK,
  X_OK,
} from './constants.ts';
import { currentProcess } from './current.ts';
import { descriptorOf, duplicate, installDescriptor, newDescription, setCloseOnExec } from './descriptor.ts';
import { addEntry } from './directory.ts';
import {
  EACCES,
  EBADF,
  EEXIST,
  EINVAL,
  EIO,
  EISDIR,
  ELOOP,
  ENFILE,
  ENOBUFS,
  ENOENT,
  ENOSPC,
  ENOTDIR,
  ENXIO,
  ESPIPE,
} from './errno.ts';
import { readData, truncateData, writeData } from './file_data.ts';
import {
  addLink,
  isDirectory,
  newInode,
  permission,
  releaseIfUnused,
  setTime,
  touchModified,
  typeOf,
} from './inode.ts';
import { newInotify, notifyEntry, notifyInode, readInotify, setInotifyQueue } from './inotify.ts';
import {
  DESCRIPTION_FLAGS,
  DESCRIPTION_INTERESTS,
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  DESCRIPTION_OFFSET,
  DEVICE_DESCRIPTOR,
  DEVICE_FULL,
  DEVICE_NULL,
  DEVICE_PTS,
  DEVICE_RANDOM,
  DEVICE_TTY,
  DEVICE_URANDOM,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_PARENT,
  INODE_ATIME,
  INODE_DATA,
  INODE_DATA_EXTENT,
  INODE_ENTRY,
  INODE_LINKS,
  INODE_MTIME,
  INODE_SIZE,
  KIND_DEVICE,
  KIND_DIRECTORY,
  KIND_FILE,
  KIND_INOTIFY,
  KIND_PTY_TERMINAL,
  PROCESS_PID,
  PROCESS_SID,
  PROCESS_TERMINAL,
  PROCESS_UMASK,
} from './layout.ts';
import {
  walk,
  walkExisting,
  walkedInode,
  walkedName,
  walkedNameLength,
  walkedParent,
  walkedSlash,
  walkToCreate,
} from './path.ts';
import { clock, fillMemory, load32, loadF64, storeF64 } from './primitives.ts';
import { adoptTerminal, openTerminal } from './pty.ts';
import { isStream, readStream, writeStream } from './stream.ts';

/** Answer of a read from /dev/random or /dev/urandom: the caller fills its buffer from the browser's generator. */
export const READ_RANDOM: i32 = -100000;
/** Flags that open(2) acts on once and that F_GETFL does not show. */
const CREATION_FLAGS: i32 = O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_DIRECTORY;

/** A new inode with its first name, at the place that the last walk found empty. Its address, or 0 with -errno kept. */
let creationError: i32 = 0;

/** May a name be made in this directory? Not in one that was removed and is only held open. */
export function mayCreate(parent: u32): i32 {
  return load32(parent + INODE_LINKS) <= 0 ? -ENOENT : permission(parent, W_OK | X_OK);
}

export function createAt(parent: u32, name: u32, length: i32, mode: i32): u32 {
  creationError = mayCreate(parent);
  if (creationError !== 0) return 0;
  const inode: u32 = newInode(mode);
  if (inode === 0) {
    creationError = -ENOSPC;
    return 0;
  }
  creationError = addEntry(parent, name, length, inode);
  if (creationError !== 0) {
    releaseIfUnused(inode);
    return 0;
  }
  addLink(inode);
  touchModified(parent);
  notifyEntry(parent, (mode & S_IFMT) === S_IFDIR ? IN_CREATE | IN_ISDIR : IN_CREATE, 0, name, length);
  return inode;
}

export function lastCreationError(): i32 {
  return creationError;
}

export function maskedMode(mode: i32): i32 {
  const process: u32 = currentProcess();
  return mode & 0o7777 & ~(process === 0 ? 0o022 : load32(process + PROCESS_UMASK));
}

export function openFile(path: u32, length: i32, flags: i32, mode: i32): i32 {
  const access: i32 = flags & O_ACCMODE;
  const exclusive: bool = (flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0;
  const creates: bool = (flags & O_CREAT) !== 0;
  const walked: i32 = creates
    ? walkToCreate(path, length, !exclusive && (flags & O_NOFOLLOW) === 0)
    : walk(path, length, (flags & O_NOFOLLOW) === 0);
  if (walked !== 0) return walked;
  let inode: u32 = walkedInode();
  let created: bool = false;
  if (inode === 0) {
    if (!creates) return -ENOENT;
    inode = createAt(walkedParent(), walkedName(), walkedNameLength(), S_IFREG | maskedMode(mode));
    if (inode === 0) return creationError;
    created = true;
  } else if (exclusive) return -EEXIST;
  const type: i32 = typeOf(inode);
  const truncates: bool = (flags & O_TRUNC) !== 0 && !created;
  if (type === S_IFDIR) {
    if (access !== O_RDONLY || truncates || creates) return -EISDIR;
  } else if ((flags & O_DIRECTORY) !== 0 || walkedSlash()) return -ENOTDIR;
  if (type === S_IFLNK) return -ELOOP;
  if (type === S_IFSOCK) return -ENXIO;
  if (!created) {
    let want: i32 = access === O_RDONLY ? R_OK : access === O_WRONLY ? W_OK : R_OK | W_OK;
    // As in Linux, O_TRUNC needs the permission to write, and truncates, whatever the access mode is.
    if (truncates) want = want | W_OK;
    const allowed: i32 = permission(inode, want);
    if (allowed !== 0) return allowed;
  }
  if (type === S_IFCHR && load32(inode + INODE_DATA) === DEVICE_TTY) {
    const terminal: u32 = load32(currentProcess() + PROCESS_TERMINAL) >>> 0;
    return terminal === 0 ? -ENXIO : openTerminalEnd(terminal, flags);
  }
  if (type === S_IFCHR && (load32(inode + INODE_DATA) & ~255) === DEVICE_PTS) {
    const terminal: u32 = load32(inode + INODE_DATA_EXTENT) >>> 0;
    return terminal === 0 ? -EIO : openTerminalEnd(terminal, flags);
  }
  if (type === S_IFCHR && load32(inode + INODE_DATA) >= DEVICE_DESCRIPTOR) {
    return openDescriptor((load32(inode + INODE_DATA) - DEVICE_DESCRIPTOR) | 0, flags);
  }
  const kind: i32 = type === S_IFDIR ? KIND_DIRECTORY : type === S_IFCHR ? KIND_DEVICE : KIND_FILE;
  const description: u32 = newDescription(kind, flags & ~CREATION_FLAGS, inode);
  if (description === 0) return -ENFILE;
  const fd: i32 = installDescriptor(description);
  if (fd < 0) return fd;
  if ((flags & O_CLOEXEC) !== 0) setCloseOnExec(fd, 1);
  if (truncates && kind === KIND_FILE && loadF64(inode + INODE_SIZE) > 0) {
    truncateData(inode, 0);
    touchModified(inode);
    modified(inode);
  }
  return fd;
}

/**
 * /proc/self/fd/N and /dev/stdin: the descriptor once more, sharing its offset, as on BSD (fd(4)). Linux opens a file
 * anew, and does the same for everything else.
 */
function openDescriptor(fd: i32, flags: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -ENOENT;
  const has: i32 = load32(description + DESCRIPTION_FLAGS) & O_ACCMODE;
  if (has !== O_RDWR && has !== (flags & O_ACCMODE)) return -EACCES;
  const copy: i32 = duplicate(fd, 0);
  if (copy >= 0 && (flags & O_CLOEXEC) !== 0) setCloseOnExec(copy, 1);
  return copy;
}

function openTerminalEnd(pty: u32, flags: i32): i32 {
  const description: u32 = newDescription(KIND_PTY_TERMINAL, flags & ~CREATION_FLAGS, pty);
  if (description === 0) return -ENFILE;
  openTerminal(pty);
  const fd: i32 = installDescriptor(description);
  if (fd >= 0 && (flags & O_CLOEXEC) !== 0) setCloseOnExec(fd, 1);
  const process: u32 = currentProcess();
  // A session leader without a terminal gets the first that it opens (tty_open in Linux).
  const leads: bool = load32(process + PROCESS_SID) === load32(process + PROCESS_PID);
  if (fd >= 0 && leads && (flags & O_NOCTTY) === 0 && load32(process + PROCESS_TERMINAL) === 0)
    adoptTerminal(pty, process);
  return fd;
}

/** IN_MODIFY to the file's watchers, and to those of the directory of its newest name. */
function modified(inode: u32): void {
  notifyInode(inode, IN_MODIFY);
  const entry: u32 = load32(inode + INODE_ENTRY) >>> 0;
  if (entry === 0) return;
  notifyEntry(load32(entry + ENTRY_PARENT) >>> 0, IN_MODIFY, 0, entry + ENTRY_NAME, load32(entry + ENTRY_LENGTH));
}

export function readDescriptor(fd: i32, to: u32, length: i32, position: f64): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  if ((load32(description + DESCRIPTION_FLAGS) & O_ACCMODE) === O_WRONLY) return -EBADF;
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_FILE) {
    const at: f64 = position >= 0 ? position : loadF64(description + DESCRIPTION_OFFSET);
    const count: i32 = readData(object, at, to, length);
    if (position < 0) storeF64(description + DESCRIPTION_OFFSET, at + count);
    // Linux's relatime: the first read after a change moves the time of access.
    if (loadF64(object + INODE_ATIME) <= loadF64(object + INODE_MTIME)) setTime(object, INODE_ATIME, clock());
    return count;
  }
  if (kind === KIND_DIRECTORY) return -EISDIR;
  if (kind === KIND_DEVICE) return readDevice(object, to, length);
  if (position >= 0) return -ESPIPE;
  if (kind === KIND_INOTIFY) return readInotify(object, to, length);
  return readStream(description, to, length);
}

function readDevice(inode: u32, to: u32, length: i32): i32 {
  const device: i32 = load32(inode + INODE_DATA);
  if (device === DEVICE_NULL) return 0;
  if (device === DEVICE_RANDOM || device === DEVICE_URANDOM) return READ_RANDOM;
  fillMemory(to, 0, length);
  return length;
}

export function writeDescriptor(fd: i32, from: u32, length: i32, position: f64): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const flags: i32 = load32(description + DESCRIPTION_FLAGS);
  if ((flags & O_ACCMODE) === O_RDONLY) return -EBADF;
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_FILE) {
    let at: f64 = position >= 0 ? position : loadF64(description + DESCRIPTION_OFFSET);
    if ((flags & O_APPEND) !== 0) at = loadF64(object + INODE_SIZE);
    if (length === 0) return 0;
    const count: i32 = writeData(object, at, from, length);
    if (count > 0) {
      if (position < 0) storeF64(description + DESCRIPTION_OFFSET, at + count);
      touchModified(object);
      modified(object);
    }
    return count;
  }
  if (kind === KIND_DEVICE) return load32(object + INODE_DATA) === DEVICE_FULL ? -ENOSPC : length;
  if (kind === KIND_DIRECTORY || kind === KIND_INOTIFY) return -EBADF;
  if (position >= 0) return -ESPIPE;
  return writeStream(description, from, length);
}

export function seekDescriptor(fd: i32, offset: f64, whence: i32): f64 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  if (isStream(description) !== 0 || load32(description + DESCRIPTION_KIND) === KIND_INOTIFY) return -ESPIPE;
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  let base: f64 = 0;
  if (whence === SEEK_CUR) base = loadF64(description + DESCRIPTION_OFFSET);
  else if (whence === SEEK_END) base = loadF64(object + INODE_SIZE);
  else if (whence !== SEEK_SET) return -EINVAL;
  if (base + offset < 0) return -EINVAL;
  storeF64(description + DESCRIPTION_OFFSET, base + offset);
  return base + offset;
}

function resize(inode: u32, size: f64): i32 {
  if (size < 0) return -EINVAL;
  const result: i32 = truncateData(inode, size);
  if (result !== 0) return result;
  touchModified(inode);
  modified(inode);
  return 0;
}

export function truncateDescriptor(fd: i32, size: f64): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const writable: bool = (load32(description + DESCRIPTION_FLAGS) & O_ACCMODE) !== O_RDONLY;
  if (load32(description + DESCRIPTION_KIND) !== KIND_FILE || !writable) return -EINVAL;
  return resize(load32(description + DESCRIPTION_OBJECT) >>> 0, size);
}

export function truncatePath(path: u32, length: i32, size: f64): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  if (isDirectory(inode)) return -EISDIR;
  if (typeOf(inode) !== S_IFREG) return -EINVAL;
  const allowed: i32 = permission(inode, W_OK);
  return allowed !== 0 ? allowed : resize(inode, size);
}

/**
 * A whole file in one call. Bytes; -ENOBUFS when it is larger than `capacity` or not a regular file, so that the caller
 * must open and read it.
 */
export function readWholeFile(path: u32, length: i32, to: u32, capacity: i32): i32 {
  const walked: i32 = walkExisting(path, length, true);
  if (walked !== 0) return walked;
  const inode: u32 = walkedInode();
  const allowed: i32 = permission(inode, R_OK);
  if (allowed !== 0) return allowed;
  if (isDirectory(inode)) return -EISDIR;
  if (typeOf(inode) !== S_IFREG || loadF64(inode + INODE_SIZE) > capacity) return -ENOBUFS;
  return readData(inode, 0, to, capacity);
}

/** An inotify instance behind a new descriptor. */
export function openInotify(): i32 {
  const instance: u32 = newInotify();
  if (instance === 0) return -ENFILE;
  const description: u32 = newDescription(KIND_INOTIFY, O_RDONLY, instance);
  if (description === 0) return -ENFILE;
  setInotifyQueue(instance, description + DESCRIPTION_INTERESTS);
  return installDescriptor(description);
}

/** The inotify instance behind a descriptor, or 0. */
export function inotifyOf(fd: i32): u32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0 || load32(description + DESCRIPTION_KIND) !== KIND_INOTIFY) return 0;
  return load32(description + DESCRIPTION_OBJECT) >>> 0;
}

/** Type byte of a directory entry (readdir(3)) for an inode's mode. */
export function entryType(mode: i32): i32 {
  return (mode & S_IFMT) >> 12;
}
