/**
 * File-change notifications (inotify(7)): watches hang on inodes, events queue in an instance, and reading them gives
 * `struct inotify_event`s (wd, mask, cookie, len, name padded with NULs to 4 bytes).
 */
import { IN_IGNORED, IN_Q_OVERFLOW, POLLIN } from './constants.ts';
import { EAGAIN, EINVAL, ENOSPC } from './errno.ts';
import { allocate, release } from './heap.ts';
import {
  DESCRIPTION_OBJECT,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_PARENT,
  INODE_ENTRY,
  INODE_WATCHES,
  SUPERBLOCK_INOTIFY_COOKIE,
} from './layout.ts';
import { INOTIFY_QUEUE_BYTES } from './limits.ts';
import { wakeQueue } from './poll.ts';
import { copyMemory, load32, store32 } from './primitives.ts';

const INSTANCE_FIRST: u32 = 0;
const INSTANCE_LAST: u32 = 4;
const INSTANCE_BYTES: u32 = 8;
const INSTANCE_WATCHES: u32 = 12;
const INSTANCE_NEXT_WATCH: u32 = 16;
/** The description's interest list: an instance has exactly one description. */
const INSTANCE_QUEUE: u32 = 20;
const INSTANCE_SIZE: i32 = 24;

const WATCH_NUMBER: u32 = 0;
const WATCH_MASK: u32 = 4;
const WATCH_INSTANCE: u32 = 8;
const WATCH_INODE: u32 = 12;
const WATCH_NEXT_OF_INODE: u32 = 16;
const WATCH_NEXT_OF_INSTANCE: u32 = 20;
const WATCH_SIZE: i32 = 24;

const EVENT_NEXT: u32 = 0;
/** From here on as the reader sees it. */
const EVENT_WD: u32 = 4;
const EVENT_MASK: u32 = 8;
const EVENT_COOKIE: u32 = 12;
const EVENT_LENGTH: u32 = 16;
const EVENT_NAME: u32 = 20;
const EVENT_HEADER: i32 = 16;

export function newInotify(): u32 {
  const instance: u32 = allocate(INSTANCE_SIZE);
  if (instance !== 0) store32(instance + INSTANCE_NEXT_WATCH, 1);
  return instance;
}

/** Where the waiters of the instance's description are queued, so that an event can wake them. */
export function setInotifyQueue(instance: u32, queue: u32): void {
  store32(instance + INSTANCE_QUEUE, queue);
}

/** Adds or changes a watch; its number. */
export function addWatch(instance: u32, inode: u32, mask: i32): i32 {
  let watch: u32 = load32(inode + INODE_WATCHES) >>> 0;
  while (watch !== 0) {
    if (load32(watch + WATCH_INSTANCE) >>> 0 === instance) {
      store32(watch + WATCH_MASK, mask);
      return load32(watch + WATCH_NUMBER);
    }
    watch = load32(watch + WATCH_NEXT_OF_INODE) >>> 0;
  }
  watch = allocate(WATCH_SIZE);
  if (watch === 0) return -ENOSPC;
  const number: i32 = load32(instance + INSTANCE_NEXT_WATCH);
  store32(instance + INSTANCE_NEXT_WATCH, (number + 1) | 0);
  store32(watch + WATCH_NUMBER, number);
  store32(watch + WATCH_MASK, mask);
  store32(watch + WATCH_INSTANCE, instance);
  store32(watch + WATCH_INODE, inode);
  store32(watch + WATCH_NEXT_OF_INODE, load32(inode + INODE_WATCHES));
  store32(inode + INODE_WATCHES, watch);
  store32(watch + WATCH_NEXT_OF_INSTANCE, load32(instance + INSTANCE_WATCHES));
  store32(instance + INSTANCE_WATCHES, watch);
  return number;
}

function unlinkFrom(head: u32, next: u32, watch: u32): void {
  let slot: u32 = head;
  while (load32(slot) >>> 0 !== watch) slot = (load32(slot) >>> 0) + next;
  store32(slot, load32(watch + next));
}

function removeWatchRecord(watch: u32): void {
  unlinkFrom((load32(watch + WATCH_INODE) >>> 0) + INODE_WATCHES, WATCH_NEXT_OF_INODE, watch);
  unlinkFrom((load32(watch + WATCH_INSTANCE) >>> 0) + INSTANCE_WATCHES, WATCH_NEXT_OF_INSTANCE, watch);
  release(watch);
}

export function removeWatch(instance: u32, number: i32): i32 {
  let watch: u32 = load32(instance + INSTANCE_WATCHES) >>> 0;
  while (watch !== 0 && load32(watch + WATCH_NUMBER) !== number) watch = load32(watch + WATCH_NEXT_OF_INSTANCE) >>> 0;
  if (watch === 0) return -EINVAL;
  queueEvent(instance, number, IN_IGNORED, 0, 0, 0);
  removeWatchRecord(watch);
  return 0;
}

/** When an inode goes: each watcher is told that its watch is gone. */
export function releaseWatches(inode: u32): void {
  let watch: u32 = load32(inode + INODE_WATCHES) >>> 0;
  while (watch !== 0) {
    queueEvent(load32(watch + WATCH_INSTANCE) >>> 0, load32(watch + WATCH_NUMBER), IN_IGNORED, 0, 0, 0);
    removeWatchRecord(watch);
    watch = load32(inode + INODE_WATCHES) >>> 0;
  }
}

/** When the instance's description is closed. */
export function releaseInotify(instance: u32): void {
  let watch: u32 = load32(instance + INSTANCE_WATCHES) >>> 0;
  while (watch !== 0) {
    removeWatchRecord(watch);
    watch = load32(instance + INSTANCE_WATCHES) >>> 0;
  }
  let event: u32 = load32(instance + INSTANCE_FIRST) >>> 0;
  while (event !== 0) {
    const next: u32 = load32(event + EVENT_NEXT) >>> 0;
    release(event);
    event = next;
  }
  release(instance);
}

function queueEvent(instance: u32, number: i32, mask: i32, cookie: i32, name: u32, length: i32): void {
  const padded: i32 = length === 0 ? 0 : (length + 4) & ~3;
  const size: i32 = (EVENT_HEADER + padded) | 0;
  const queued: i32 = load32(instance + INSTANCE_BYTES);
  const last: u32 = load32(instance + INSTANCE_LAST) >>> 0;
  let told: i32 = mask;
  let shown: i32 = padded;
  if (queued + size > INOTIFY_QUEUE_BYTES) {
    if (last !== 0 && load32(last + EVENT_MASK) === IN_Q_OVERFLOW) return;
    told = IN_Q_OVERFLOW;
    shown = 0;
  } else if (
    last !== 0 &&
    length === 0 &&
    load32(last + EVENT_WD) === number &&
    load32(last + EVENT_MASK) === mask &&
    load32(last + EVENT_LENGTH) === 0
  ) {
    // As Linux does: an event equal to the last one in the queue is merged with it.
    return;
  }
  const event: u32 = allocate((EVENT_NAME + shown) | 0);
  if (event === 0) return;
  store32(event + EVENT_WD, told === IN_Q_OVERFLOW ? -1 : number);
  store32(event + EVENT_MASK, told);
  store32(event + EVENT_COOKIE, cookie);
  store32(event + EVENT_LENGTH, shown);
  if (shown > 0) copyMemory(event + EVENT_NAME, name, length);
  if (last === 0) store32(instance + INSTANCE_FIRST, event);
  else store32(last + EVENT_NEXT, event);
  store32(instance + INSTANCE_LAST, event);
  store32(instance + INSTANCE_BYTES, (queued + EVENT_HEADER + shown) | 0);
  const queue: u32 = load32(instance + INSTANCE_QUEUE) >>> 0;
  if (queue !== 0) wakeQueue(queue);
}

function tell(inode: u32, mask: i32, cookie: i32, name: u32, length: i32): void {
  let watch: u32 = load32(inode + INODE_WATCHES) >>> 0;
  while (watch !== 0) {
    if ((load32(watch + WATCH_MASK) & mask) !== 0) {
      queueEvent(load32(watch + WATCH_INSTANCE) >>> 0, load32(watch + WATCH_NUMBER), mask, cookie, name, length);
    }
    watch = load32(watch + WATCH_NEXT_OF_INODE) >>> 0;
  }
}

/** Something happened to the entry `name` of a directory. */
export function notifyEntry(directory: u32, mask: i32, cookie: i32, name: u32, length: i32): void {
  if (load32(directory + INODE_WATCHES) !== 0) tell(directory, mask, cookie, name, length);
}

/** Something happened to an inode itself. */
export function notifyInode(inode: u32, mask: i32): void {
  if (load32(inode + INODE_WATCHES) !== 0) tell(inode, mask, 0, 0, 0);
}

/** The same, told to the directory that an entry stands in as well. */
export function notifyBoth(entry: u32, inode: u32, mask: i32): void {
  notifyInode(inode, mask);
  if (entry === 0) return;
  notifyEntry(load32(entry + ENTRY_PARENT) >>> 0, mask, 0, entry + ENTRY_NAME, load32(entry + ENTRY_LENGTH));
}

/** The entry of a directory's own name, for {@link notifyBoth}. */
export function ownEntry(directory: u32): u32 {
  return load32(directory + INODE_ENTRY) >>> 0;
}

/** A number that ties the two events of a rename. */
export function nextCookie(): i32 {
  const cookie: i32 = (load32(SUPERBLOCK_INOTIFY_COOKIE) + 1) | 0;
  store32(SUPERBLOCK_INOTIFY_COOKIE, cookie);
  return cookie;
}

/** Whole events up to `length` bytes; -EAGAIN without any, -EINVAL when the first does not fit. */
export function readInotify(instance: u32, to: u32, length: i32): i32 {
  let copied: i32 = 0;
  let event: u32 = load32(instance + INSTANCE_FIRST) >>> 0;
  if (event === 0) return -EAGAIN;
  while (event !== 0) {
    const size: i32 = (EVENT_HEADER + load32(event + EVENT_LENGTH)) | 0;
    if (copied + size > length) break;
    copyMemory(to + copied, event + EVENT_WD, size);
    copied = (copied + size) | 0;
    store32(instance + INSTANCE_BYTES, (load32(instance + INSTANCE_BYTES) - size) | 0);
    const next: u32 = load32(event + EVENT_NEXT) >>> 0;
    release(event);
    event = next;
    store32(instance + INSTANCE_FIRST, event);
  }
  if (event === 0) store32(instance + INSTANCE_LAST, 0);
  return copied === 0 ? -EINVAL : copied;
}

/** Readiness of an inotify description. */
export function inotifyEvents(description: u32): i32 {
  const instance: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  return load32(instance + INSTANCE_FIRST) !== 0 ? POLLIN : 0;
}
