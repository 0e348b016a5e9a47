/** The file system's exports: each takes the lock once around one call. Addresses are of the caller's transfer area. */
import {
  accessPath,
  changeDirectory,
  chmodDescriptor,
  chmodPath,
  chownDescriptor,
  chownPath,
  setDescriptorTimes,
  setPathTimes,
  statDescriptor,
  statFileSystem,
  statPath,
} from './attributes.ts';
import {
  F_DUPFD,
  F_GETFD,
  F_GETFL,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_SETFD,
  F_SETFL,
  O_APPEND,
  O_NONBLOCK,
} from './constants.ts';
import { currentProcess, currentThread } from './current.ts';
import { closeDescriptor, closeOnExec, descriptorOf, duplicate, duplicateTo, setCloseOnExec } from './descriptor.ts';
import { EBADF, EINVAL } from './errno.ts';
import {
  inotifyOf,
  openFile,
  openInotify,
  readDescriptor,
  readWholeFile,
  seekDescriptor,
  truncateDescriptor,
  truncatePath,
  writeDescriptor,
} from './files.ts';
import { allocatedBytes, heapLimit } from './heap.ts';
import { addWatch, removeWatch } from './inotify.ts';
import { DESCRIPTION_FLAGS, PROCESS_UMASK } from './layout.ts';
import { OPEN_MAX } from './limits.ts';
import { lock, unlock } from './lock.ts';
import {
  canonicalPath,
  linkPath,
  listDirectory,
  makeDirectory,
  makeSymbolicLink,
  readSymbolicLink,
  removeDirectory,
  renamePath,
  unlinkPath,
  workingDirectoryPath,
} from './names.ts';
import { walkExisting, walkedInode } from './path.ts';
import { load32, store32 } from './primitives.ts';
import { outgoingBlock, releaseOutgoing } from './process.ts';
import { foreignRecordLock, setRecordLock } from './record_locks.ts';

export function open(path: u32, length: i32, flags: i32, mode: i32): i32 {
  lock();
  const result: i32 = openFile(path, length, flags, mode);
  unlock();
  return result;
}

export function close(fd: i32): i32 {
  lock();
  const result: i32 = closeDescriptor(fd);
  unlock();
  return result;
}

export function read(fd: i32, to: u32, length: i32, position: f64): i32 {
  lock();
  const result: i32 = readDescriptor(fd, to, length, position);
  unlock();
  return result;
}

export function write(fd: i32, from: u32, length: i32, position: f64): i32 {
  lock();
  const result: i32 = writeDescriptor(fd, from, length, position);
  unlock();
  return result;
}

export function lseek(fd: i32, offset: f64, whence: i32): f64 {
  lock();
  const result: f64 = seekDescriptor(fd, offset, whence);
  unlock();
  return result;
}

export function ftruncate(fd: i32, size: f64): i32 {
  lock();
  const result: i32 = truncateDescriptor(fd, size);
  unlock();
  return result;
}

export function truncate(path: u32, length: i32, size: f64): i32 {
  lock();
  const result: i32 = truncatePath(path, length, size);
  unlock();
  return result;
}

/** There is nothing behind memory to flush to: only the descriptor is checked. */
export function fsync(fd: i32): i32 {
  lock();
  const result: i32 = descriptorOf(fd) === 0 ? -EBADF : 0;
  unlock();
  return result;
}

export function dup(fd: i32): i32 {
  lock();
  const result: i32 = duplicate(fd, 0);
  unlock();
  return result;
}

export function dup2(from: i32, to: i32): i32 {
  lock();
  const result: i32 = duplicateTo(from, to);
  unlock();
  return result;
}

function control(fd: i32, command: i32, argument: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  if (command === F_DUPFD) return argument < 0 || argument >= OPEN_MAX ? -EINVAL : duplicate(fd, argument);
  if (command === F_GETFD) return closeOnExec(fd);
  if (command === F_SETFD) return setCloseOnExec(fd, argument);
  const flags: i32 = load32(description + DESCRIPTION_FLAGS);
  if (command === F_OFD_SETLK) return setRecordLock(description, argument >> 2, argument & 3);
  if (command === F_OFD_GETLK) return foreignRecordLock(description, argument >> 2);
  if (command === F_GETFL) return flags;
  if (command !== F_SETFL) return -EINVAL;
  const changeable: i32 = O_APPEND | O_NONBLOCK;
  store32(description + DESCRIPTION_FLAGS, (flags & ~changeable) | (argument & changeable));
  return 0;
}

export function fcntl(fd: i32, command: i32, argument: i32): i32 {
  lock();
  const result: i32 = control(fd, command, argument);
  unlock();
  return result;
}

export function stat(path: u32, length: i32, follow: i32, out: u32): i32 {
  lock();
  const result: i32 = statPath(path, length, follow, out);
  unlock();
  return result;
}

export function fstat(fd: i32, out: u32): i32 {
  lock();
  const result: i32 = statDescriptor(fd, out);
  unlock();
  return result;
}

export function statfs(path: u32, length: i32, out: u32): i32 {
  lock();
  const result: i32 = statFileSystem(path, length, out);
  unlock();
  return result;
}

export function access(path: u32, length: i32, mode: i32): i32 {
  lock();
  const result: i32 = accessPath(path, length, mode);
  unlock();
  return result;
}

export function chmod(path: u32, length: i32, mode: i32): i32 {
  lock();
  const result: i32 = chmodPath(path, length, mode);
  unlock();
  return result;
}

export function fchmod(fd: i32, mode: i32): i32 {
  lock();
  const result: i32 = chmodDescriptor(fd, mode);
  unlock();
  return result;
}

export function chown(path: u32, length: i32, follow: i32, uid: i32, gid: i32): i32 {
  lock();
  const result: i32 = chownPath(path, length, follow, uid, gid);
  unlock();
  return result;
}

export function fchown(fd: i32, uid: i32, gid: i32): i32 {
  lock();
  const result: i32 = chownDescriptor(fd, uid, gid);
  unlock();
  return result;
}

export function utimes(path: u32, length: i32, follow: i32, atime: f64, mtime: f64): i32 {
  lock();
  const result: i32 = setPathTimes(path, length, follow, atime, mtime);
  unlock();
  return result;
}

export function futimes(fd: i32, atime: f64, mtime: f64): i32 {
  lock();
  const result: i32 = setDescriptorTimes(fd, atime, mtime);
  unlock();
  return result;
}

export function mkdir(path: u32, length: i32, mode: i32): i32 {
  lock();
  const result: i32 = makeDirectory(path, length, mode);
  unlock();
  return result;
}

export function rmdir(path: u32, length: i32): i32 {
  lock();
  const result: i32 = removeDirectory(path, length);
  unlock();
  return result;
}

export function unlink(path: u32, length: i32): i32 {
  lock();
  const result: i32 = unlinkPath(path, length);
  unlock();
  return result;
}

export function rename(from: u32, fromLength: i32, to: u32, toLength: i32): i32 {
  lock();
  const result: i32 = renamePath(from, fromLength, to, toLength);
  unlock();
  return result;
}

export function link(from: u32, fromLength: i32, to: u32, toLength: i32): i32 {
  lock();
  const result: i32 = linkPath(from, fromLength, to, toLength);
  unlock();
  return result;
}

export function symlink(target: u32, targetLength: i32, path: u32, length: i32): i32 {
  lock();
  const result: i32 = makeSymbolicLink(target, targetLength, path, length);
  unlock();
  return result;
}

export function readlink(path: u32, length: i32, to: u32, capacity: i32): i32 {
  lock();
  const result: i32 = readSymbolicLink(path, length, to, capacity);
  unlock();
  return result;
}

export function realpath(path: u32, length: i32, to: u32, capacity: i32): i32 {
  lock();
  const result: i32 = canonicalPath(path, length, to, capacity);
  unlock();
  return result;
}

export function readdir(path: u32, length: i32, to: u32, capacity: i32): i32 {
  lock();
  const result: i32 = listDirectory(path, length, to, capacity);
  unlock();
  return result;
}

export function readFile(path: u32, length: i32, to: u32, capacity: i32): i32 {
  lock();
  const result: i32 = readWholeFile(path, length, to, capacity);
  unlock();
  return result;
}

export function chdir(path: u32, length: i32): i32 {
  lock();
  const result: i32 = changeDirectory(path, length);
  unlock();
  return result;
}

export function getcwd(to: u32, capacity: i32): i32 {
  lock();
  const result: i32 = workingDirectoryPath(to, capacity);
  unlock();
  return result;
}

export function umask(mask: i32): i32 {
  const process: u32 = currentProcess();
  const before: i32 = load32(process + PROCESS_UMASK);
  store32(process + PROCESS_UMASK, mask & 0o777);
  return before;
}

export function inotifyInit(): i32 {
  lock();
  const result: i32 = openInotify();
  unlock();
  return result;
}

function watchPath(fd: i32, path: u32, length: i32, mask: i32): i32 {
  const instance: u32 = inotifyOf(fd);
  if (instance === 0) return descriptorOf(fd) === 0 ? -EBADF : -EINVAL;
  const walked: i32 = walkExisting(path, length, true);
  return walked !== 0 ? walked : addWatch(instance, walkedInode(), mask);
}

export function inotifyAddWatch(fd: i32, path: u32, length: i32, mask: i32): i32 {
  lock();
  const result: i32 = watchPath(fd, path, length, mask);
  unlock();
  return result;
}

export function inotifyRemoveWatch(fd: i32, watch: i32): i32 {
  lock();
  const instance: u32 = inotifyOf(fd);
  let result: i32 = -EINVAL;
  if (instance !== 0) result = removeWatch(instance, watch);
  else if (descriptorOf(fd) === 0) result = -EBADF;
  unlock();
  return result;
}

/** The caller's one block for a transfer that is larger than the transfer area; 0 when memory is out. */
export function allocateBlock(bytes: i32): u32 {
  lock();
  const result: u32 = outgoingBlock(bytes);
  unlock();
  return result;
}

export function releaseBlock(): void {
  lock();
  releaseOutgoing(currentThread());
  unlock();
}

export function memoryUsed(): f64 {
  return allocatedBytes();
}

export function memoryLimit(): f64 {
  return heapLimit();
}
