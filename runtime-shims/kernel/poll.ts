/**
 * Readiness, level triggered: which descriptors a process waits for, and waking those who wait.
 *
 * An interest is a node on two lists: the wait queue of what it watches (a word in the pipe, pty, socket or, for other
 * kinds, in the description) and its process. Whatever changes readiness calls {@link wakeQueue} or
 * {@link wakeInterested}; each interested process's event word goes up by one and its sleeper is woken. The process then
 * looks for itself, under the lock, at what is ready: a wake-up too many does no harm, and none can be lost.
 */
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './constants.ts';
import { currentThread } from './current.ts';
import { descriptorOf } from './descriptor.ts';
import { EBADF, ENOMEM, EPERM } from './errno.ts';
import { allocate, release } from './heap.ts';
import { inotifyEvents } from './inotify.ts';
import {
  DESCRIPTION_FLAGS,
  DESCRIPTION_INTERESTS,
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  KIND_INOTIFY,
  KIND_PIPE,
  KIND_PTY_CONTROLLER,
  KIND_PTY_TERMINAL,
  KIND_SOCKET,
  PROCESS_EVENT_WORD,
  PROCESS_INTERESTS,
  PROCESS_LEADER,
  PROCESS_THREAD_NEXT,
  PROCESS_THREADS,
} from './layout.ts';
import { pipeEvents, pipeQueue } from './pipe.ts';
import { atomicAdd32, load32, notify32, store32 } from './primitives.ts';
import { controllerEvents, terminalEvents } from './pty.ts';
import { PTY_CONTROLLER_QUEUE, PTY_TERMINAL_QUEUE } from './pty_layout.ts';
import { SOCKET_QUEUE } from './socket_layout.ts';
import { socketEvents } from './socket_stream.ts';

const INTEREST_NEXT: u32 = 0;
const INTEREST_PREVIOUS: u32 = 4;
/** Address of the word that heads the queue. */
const INTEREST_QUEUE: u32 = 8;
const INTEREST_PROCESS: u32 = 12;
const INTEREST_PROCESS_NEXT: u32 = 16;
const INTEREST_PROCESS_PREVIOUS: u32 = 20;
const INTEREST_FD: u32 = 24;
const INTEREST_DESCRIPTION: u32 = 28;
const INTEREST_EVENTS: u32 = 32;
const INTEREST_SIZE: u32 = 36;

/** The `fd` of an interest that a blocking wait holds: pollReady passes it over. */
const BLOCKING: i32 = -1;

/** Tells a process that something it may wait for has changed. */
export function wakeProcess(process: u32): void {
  atomicAdd32(process + PROCESS_EVENT_WORD, 1);
  notify32(process + PROCESS_EVENT_WORD, 0x7fffffff);
}

/** The same for all threads of a process. */
export function wakeThreads(process: u32): void {
  wakeProcess(process);
  let thread: u32 = load32(process + PROCESS_THREADS) >>> 0;
  while (thread !== 0) {
    wakeProcess(thread);
    thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
}

export function wakeQueue(queue: u32): void {
  let node: u32 = load32(queue) >>> 0;
  while (node !== 0) {
    wakeProcess(load32(node + INTEREST_PROCESS) >>> 0);
    node = load32(node + INTEREST_NEXT) >>> 0;
  }
}

function queueOf(description: u32): u32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) return pipeQueue(object, load32(description + DESCRIPTION_FLAGS) & 1);
  if (kind === KIND_PTY_CONTROLLER) return object + PTY_CONTROLLER_QUEUE;
  if (kind === KIND_PTY_TERMINAL) return object + PTY_TERMINAL_QUEUE;
  if (kind === KIND_SOCKET) return object + SOCKET_QUEUE;
  return description + DESCRIPTION_INTERESTS;
}

export function wakeInterested(description: u32): void {
  wakeQueue(queueOf(description));
}

/** What is ready now: POLLIN | POLLOUT | POLLERR | POLLHUP. Files and devices are always ready. */
export function readiness(description: u32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) return pipeEvents(object, load32(description + DESCRIPTION_FLAGS) & 1);
  if (kind === KIND_PTY_CONTROLLER) return controllerEvents(object);
  if (kind === KIND_PTY_TERMINAL) return terminalEvents(object);
  if (kind === KIND_SOCKET) return socketEvents(object);
  if (kind === KIND_INOTIFY) return inotifyEvents(description);
  return POLLIN | POLLOUT;
}

/** Whether one can wait for it; epoll(7) refuses files, directories and devices that are always ready. */
function isPollable(description: u32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  return kind === KIND_PIPE ||
    kind === KIND_PTY_CONTROLLER ||
    kind === KIND_PTY_TERMINAL ||
    kind === KIND_SOCKET ||
    kind === KIND_INOTIFY
    ? 1
    : 0;
}

function addInterest(description: u32, fd: i32, events: i32): u32 {
  const node: u32 = allocate(INTEREST_SIZE) >>> 0;
  if (node === 0) return 0;
  const process: u32 = currentThread();
  const queue: u32 = queueOf(description);
  const first: u32 = load32(queue) >>> 0;
  store32(node + INTEREST_QUEUE, queue);
  store32(node + INTEREST_NEXT, first);
  if (first !== 0) store32(first + INTEREST_PREVIOUS, node);
  store32(queue, node);
  const firstOfProcess: u32 = load32(process + PROCESS_INTERESTS) >>> 0;
  store32(node + INTEREST_PROCESS, process);
  store32(node + INTEREST_PROCESS_NEXT, firstOfProcess);
  if (firstOfProcess !== 0) store32(firstOfProcess + INTEREST_PROCESS_PREVIOUS, node);
  store32(process + PROCESS_INTERESTS, node);
  store32(node + INTEREST_FD, fd);
  store32(node + INTEREST_DESCRIPTION, description);
  store32(node + INTEREST_EVENTS, events);
  return node;
}

function removeInterest(node: u32): void {
  const next: u32 = load32(node + INTEREST_NEXT) >>> 0;
  const previous: u32 = load32(node + INTEREST_PREVIOUS) >>> 0;
  if (previous !== 0) store32(previous + INTEREST_NEXT, next);
  else store32(load32(node + INTEREST_QUEUE) >>> 0, next);
  if (next !== 0) store32(next + INTEREST_PREVIOUS, previous);
  const nextOfProcess: u32 = load32(node + INTEREST_PROCESS_NEXT) >>> 0;
  const previousOfProcess: u32 = load32(node + INTEREST_PROCESS_PREVIOUS) >>> 0;
  if (previousOfProcess !== 0) store32(previousOfProcess + INTEREST_PROCESS_NEXT, nextOfProcess);
  else store32((load32(node + INTEREST_PROCESS) >>> 0) + PROCESS_INTERESTS, nextOfProcess);
  if (nextOfProcess !== 0) store32(nextOfProcess + INTEREST_PROCESS_PREVIOUS, previousOfProcess);
  release(node);
}

/** The interest of `process` in its descriptor `fd`, which refers to `description`; 0 when there is none. */
function findInterest(process: u32, fd: i32, description: u32): u32 {
  let node: u32 = load32(queueOf(description)) >>> 0;
  while (node !== 0) {
    if (load32(node + INTEREST_PROCESS) >>> 0 === process && load32(node + INTEREST_FD) === fd) return node;
    node = load32(node + INTEREST_NEXT) >>> 0;
  }
  return 0;
}

/** To be called before descriptor `fd` of `process` stops referring to `description`: no thread waits for it then. */
export function forgetInterest(process: u32, fd: i32, description: u32): void {
  let node: u32 = load32(queueOf(description)) >>> 0;
  while (node !== 0) {
    const next: u32 = load32(node + INTEREST_NEXT) >>> 0;
    const owner: u32 = load32(node + INTEREST_PROCESS) >>> 0;
    const isOfProcess: bool = owner === process || load32(owner + PROCESS_LEADER) >>> 0 === process;
    if (isOfProcess && load32(node + INTEREST_FD) === fd) removeInterest(node);
    node = next;
  }
}

/** To be called before a description is freed: nobody may be left waiting on it. */
export function forgetDescription(description: u32): void {
  const queue: u32 = queueOf(description);
  let node: u32 = load32(queue) >>> 0;
  while (node !== 0) {
    const next: u32 = load32(node + INTEREST_NEXT) >>> 0;
    if (load32(node + INTEREST_DESCRIPTION) >>> 0 === description) removeInterest(node);
    node = next;
  }
}

/** At the death of a process or a thread. */
export function forgetProcess(process: u32): void {
  let node: u32 = load32(process + PROCESS_INTERESTS) >>> 0;
  while (node !== 0) {
    const next: u32 = load32(node + INTEREST_PROCESS_NEXT) >>> 0;
    removeInterest(node);
    node = next;
  }
}

export function setInterest(fd: i32, events: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  const node: u32 = findInterest(currentThread(), fd, description);
  if (events === 0) {
    if (node !== 0) removeInterest(node);
    return 0;
  }
  if (isPollable(description) === 0) return -EPERM;
  if (node !== 0) {
    store32(node + INTEREST_EVENTS, events);
    return 0;
  }
  return addInterest(description, fd, events) === 0 ? -ENOMEM : 0;
}

/** Writes (fd, events) pairs of what is ready at `out`, at most `capacity` of them; the number written. */
export function collectReady(out: u32, capacity: i32): i32 {
  let count: i32 = 0;
  let node: u32 = load32(currentThread() + PROCESS_INTERESTS) >>> 0;
  while (node !== 0 && count < capacity) {
    const fd: i32 = load32(node + INTEREST_FD);
    if (fd !== BLOCKING) {
      const mask: i32 = load32(node + INTEREST_EVENTS) | POLLERR | POLLHUP;
      const events: i32 = readiness(load32(node + INTEREST_DESCRIPTION) >>> 0) & mask;
      if (events !== 0) {
        store32(out + (count << 3), fd);
        store32(out + (count << 3) + 4, events);
        count = (count + 1) | 0;
      }
    }
    node = load32(node + INTEREST_PROCESS_NEXT) >>> 0;
  }
  return count;
}

/** What of `events` (and error, hang-up) is ready on `fd`; -EBADF. */
export function readyEvents(fd: i32, events: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  return readiness(description) & (events | POLLERR | POLLHUP);
}

/** Begins a blocking wait: the process is woken for `fd` until {@link endBlocking}, or its death. */
export function beginBlocking(fd: i32): i32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return -EBADF;
  if (isPollable(description) === 0) return 0;
  return addInterest(description, BLOCKING, 0) === 0 ? -ENOMEM : 0;
}

export function endBlocking(): void {
  let node: u32 = load32(currentThread() + PROCESS_INTERESTS) >>> 0;
  while (node !== 0) {
    const next: u32 = load32(node + INTEREST_PROCESS_NEXT) >>> 0;
    if (load32(node + INTEREST_FD) === BLOCKING) removeInterest(node);
    node = next;
  }
}
