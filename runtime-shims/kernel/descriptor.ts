/** Open file descriptions and each process's table of descriptors (open(2), dup(2), fcntl(2)). */
import { IN_CLOSE_WRITE, O_ACCMODE, O_RDONLY } from './constants.ts';
import { currentProcess, currentThread } from './current.ts';
import { EBADF, EMFILE, ENOMEM } from './errno.ts';
import { allocate, release } from './heap.ts';
import { dropInode, holdInode } from './inode.ts';
import { notifyInode, releaseInotify } from './inotify.ts';
import {
  DESCRIPTION_FLAGS,
  DESCRIPTION_KIND,
  DESCRIPTION_LOCKS,
  DESCRIPTION_OBJECT,
  DESCRIPTION_RECORD_SIZE,
  DESCRIPTION_REFERENCES,
  DEVICE_DESCRIPTOR,
  INODE_DATA,
  KIND_DEVICE,
  KIND_DIRECTORY,
  KIND_FILE,
  KIND_INOTIFY,
  PROCESS_DESCRIPTOR_CAPACITY,
  PROCESS_DESCRIPTOR_THREADS,
  PROCESS_DESCRIPTORS,
  PROCESS_THREAD_NUMBER,
  SUPERBLOCK_DESCRIPTION_COUNT,
} from './layout.ts';
import { FILE_MAX, OPEN_MAX } from './limits.ts';
import { forgetDescription, forgetInterest } from './poll.ts';
import { copyMemory, load32, store32 } from './primitives.ts';
import { closeStream, isStream } from './stream.ts';

/** First size of a process's table, in descriptors. */
const FIRST_CAPACITY: i32 = 32;
/** Close on exec: descriptions are aligned to 16, so the lowest bit of a table's word is free. */
const CLOSE_ON_EXEC: i32 = 1;

/** A description with one reference; 0 when memory or the number of descriptions is out. Inodes are held by it. */
export function newDescription(kind: i32, flags: i32, object: u32): u32 {
  if (load32(SUPERBLOCK_DESCRIPTION_COUNT) >= FILE_MAX) return 0;
  const description: u32 = allocate(DESCRIPTION_RECORD_SIZE);
  if (description === 0) return 0;
  store32(SUPERBLOCK_DESCRIPTION_COUNT, (load32(SUPERBLOCK_DESCRIPTION_COUNT) + 1) | 0);
  store32(description + DESCRIPTION_KIND, kind);
  store32(description + DESCRIPTION_REFERENCES, 1);
  store32(description + DESCRIPTION_FLAGS, flags);
  store32(description + DESCRIPTION_OBJECT, object);
  store32(description + DESCRIPTION_LOCKS, 0);
  if (holdsInode(kind)) holdInode(object);
  return description;
}

function holdsInode(kind: i32): bool {
  return kind === KIND_FILE || kind === KIND_DIRECTORY || kind === KIND_DEVICE;
}

export function retainDescription(description: u32): void {
  store32(description + DESCRIPTION_REFERENCES, (load32(description + DESCRIPTION_REFERENCES) + 1) | 0);
}

/** Takes one reference; the last one closes what stands behind it. */
export function releaseDescription(description: u32): void {
  const left: i32 = (load32(description + DESCRIPTION_REFERENCES) - 1) | 0;
  store32(description + DESCRIPTION_REFERENCES, left);
  if (left > 0) return;
  forgetDescription(description);
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const flags: i32 = load32(description + DESCRIPTION_FLAGS);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (isStream(description) !== 0) closeStream(description);
  store32(SUPERBLOCK_DESCRIPTION_COUNT, (load32(SUPERBLOCK_DESCRIPTION_COUNT) - 1) | 0);
  release(description);
  if (holdsInode(kind)) {
    if (kind === KIND_FILE && (flags & O_ACCMODE) !== O_RDONLY) notifyInode(object, IN_CLOSE_WRITE);
    dropInode(object);
  } else if (kind === KIND_INOTIFY) releaseInotify(object);
}

function slotIn(process: u32, fd: i32): u32 {
  if (fd < 0 || fd >= load32(process + PROCESS_DESCRIPTOR_CAPACITY)) return 0;
  return (load32(process + PROCESS_DESCRIPTORS) >>> 0) + (fd << 2);
}

/** The description of a process's descriptor, 0 for EBADF. */
export function descriptorIn(process: u32, fd: i32): u32 {
  const slot: u32 = slotIn(process, fd);
  return slot === 0 ? 0 : (load32(slot) & ~CLOSE_ON_EXEC) >>> 0;
}

/** The same for the process that calls. */
export function descriptorOf(fd: i32): u32 {
  return descriptorIn(currentProcess(), fd);
}

/** Whether an entry of /proc/self/fd stands for a descriptor that is open. */
export function isNameOfOpen(inode: u32): bool {
  return descriptorOf(load32(inode + INODE_DATA) - DEVICE_DESCRIPTOR) !== 0;
}

function widen(process: u32, fd: i32): bool {
  const capacity: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
  if (fd < capacity) return true;
  let wanted: i32 = capacity === 0 ? FIRST_CAPACITY : capacity;
  while (wanted <= fd) wanted = wanted << 1;
  const table: u32 = allocate(wanted << 2);
  if (table === 0) return false;
  const owners: u32 = load32(process + PROCESS_DESCRIPTOR_THREADS) >>> 0;
  if (owners !== 0) {
    const wider: u32 = allocate(wanted << 2);
    if (wider === 0) {
      release(table);
      return false;
    }
    copyMemory(wider, owners, capacity << 2);
    release(owners);
    store32(process + PROCESS_DESCRIPTOR_THREADS, wider);
  }
  const old: u32 = load32(process + PROCESS_DESCRIPTORS) >>> 0;
  if (old !== 0) {
    copyMemory(table, old, capacity << 2);
    release(old);
  }
  store32(process + PROCESS_DESCRIPTORS, table);
  store32(process + PROCESS_DESCRIPTOR_CAPACITY, wanted);
  return true;
}

/**
 * Notes which thread of the calling process a descriptor belongs to: it is closed at the end of that one. `thread` 0: the
 * main one, with which everything ends. 0, -EBADF or -ENOMEM.
 */
function ownDescriptor(fd: i32, thread: i32): i32 {
  const process: u32 = currentProcess();
  let owners: u32 = load32(process + PROCESS_DESCRIPTOR_THREADS) >>> 0;
  if (owners === 0) {
    if (thread === 0) return 0;
    owners = allocate(load32(process + PROCESS_DESCRIPTOR_CAPACITY) << 2);
    if (owners === 0) return -ENOMEM;
    store32(process + PROCESS_DESCRIPTOR_THREADS, owners);
  }
  store32(owners + (fd << 2), thread);
  return 0;
}

/** Number of the calling thread, 0 for a main one. */
function callingThread(): i32 {
  return currentThread() === currentProcess() ? 0 : load32(currentThread() + PROCESS_THREAD_NUMBER);
}

/** The calling thread takes a descriptor over from another one, or (`give`) leaves it to no one but the process. */
export function claimDescriptor(fd: i32, give: i32): i32 {
  if (descriptorOf(fd) === 0) return -EBADF;
  return ownDescriptor(fd, give !== 0 ? 0 : callingThread());
}

/** At the end of a thread of `process`. */
export function closeDescriptorsOfThread(process: u32, thread: i32): void {
  const owners: u32 = load32(process + PROCESS_DESCRIPTOR_THREADS) >>> 0;
  if (owners === 0) return;
  const capacity: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
  for (let fd: i32 = 0; fd < capacity; fd = (fd + 1) | 0) {
    if (load32(owners + (fd << 2)) !== thread) continue;
    store32(owners + (fd << 2), 0);
    closeIn(process, fd);
  }
}

/** Puts a description (whose reference it takes over) at the lowest free descriptor ≥ `lowest`; -EMFILE. */
export function installFrom(lowest: i32, description: u32): i32 {
  const process: u32 = currentProcess();
  let fd: i32 = lowest;
  while (descriptorIn(process, fd) !== 0) fd = (fd + 1) | 0;
  if (fd >= OPEN_MAX || !widen(process, fd)) return -EMFILE;
  store32(slotIn(process, fd), description);
  ownDescriptor(fd, callingThread());
  return fd;
}

/** The same from 0; on failure the description's reference is released. */
export function installDescriptor(description: u32): i32 {
  const fd: i32 = installFrom(0, description);
  if (fd < 0) releaseDescription(description);
  return fd;
}

/** Gives another process a reference at `fd`, which is free there; 0 or -EMFILE. */
export function placeDescriptor(process: u32, fd: i32, description: u32): i32 {
  if (fd < 0 || fd >= OPEN_MAX || !widen(process, fd)) return -EMFILE;
  retainDescription(description);
  store32(slotIn(process, fd), description);
  return 0;
}

function closeIn(process: u32, fd: i32): i32 {
  const description: u32 = descriptorIn(process, fd);
  if (description === 0) return -EBADF;
  forgetInterest(process, fd, description);
  store32(slotIn(process, fd), 0);
  releaseDescription(description);
  return 0;
}

export function closeDescriptor(fd: i32): i32 {
  return closeIn(currentProcess(), fd);
}

/** At the end of a process: everything closed, the table freed. */
export function closeDescriptors(process: u32): void {
  const capacity: i32 = load32(process + PROCESS_DESCRIPTOR_CAPACITY);
  for (let fd: i32 = 0; fd < capacity; fd = (fd + 1) | 0) closeIn(process, fd);
  const table: u32 = load32(process + PROCESS_DESCRIPTORS) >>> 0;
  store32(process + PROCESS_DESCRIPTORS, 0);
  store32(process + PROCESS_DESCRIPTOR_CAPACITY, 0);
  if (table !== 0) release(table);
  const owners: u32 = load32(process + PROCESS_DESCRIPTOR_THREADS) >>> 0;
  store32(process + PROCESS_DESCRIPTOR_THREADS, 0);
  if (owners !== 0) release(owners);
}

export function duplicate(fd: i32, lowest: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const copy: i32 = installFrom(lowest, description);
  if (copy >= 0) retainDescription(description);
  return copy;
}

export function duplicateTo(from: i32, to: i32): i32 {
  const description: u32 = descriptorOf(from);
  if (description === 0 || to < 0 || to >= OPEN_MAX) return -EBADF;
  if (from === to) return to;
  const process: u32 = currentProcess();
  if (!widen(process, to)) return -EMFILE;
  retainDescription(description);
  closeIn(process, to);
  store32(slotIn(process, to), description);
  ownDescriptor(to, callingThread());
  return to;
}

export function closeOnExec(fd: i32): i32 {
  const slot: u32 = slotIn(currentProcess(), fd);
  if (slot === 0 || load32(slot) === 0) return -EBADF;
  return load32(slot) & CLOSE_ON_EXEC;
}

export function setCloseOnExec(fd: i32, mark: i32): i32 {
  const slot: u32 = slotIn(currentProcess(), fd);
  if (slot === 0 || load32(slot) === 0) return -EBADF;
  store32(slot, (load32(slot) & ~CLOSE_ON_EXEC) | (mark & CLOSE_ON_EXEC));
  return 0;
}
