/**
 * Ports between the threads of a process: queues of messages that hold until somebody takes them, however busy or
 * blocked the receiver is. A message is bytes and the ports that are handed over with it.
 *
 * A port belongs to a thread, or to the message that it travels in. Two ports of a channel form a ring; all ports of one
 * name (a BroadcastChannel) form one as well, and what is posted at one goes to all others of the ring.
 */
import { currentProcess, currentThread } from './current.ts';
import { EBADF, EINVAL, ENOMEM } from './errno.ts';
import { allocate, release } from './heap.ts';
import {
  PROCESS_INCOMING,
  PROCESS_OUTGOING,
  PROCESS_PARTS,
  PROCESS_PID,
  PROCESS_PORTS,
  PROCESS_THREAD_NEXT,
  PROCESS_THREADS,
} from './layout.ts';
import { wakeProcess } from './poll.ts';
import { copyMemory, load8, load32, store32 } from './primitives.ts';

const PORT_NEXT: u32 = 0;
const PORT_PREVIOUS: u32 = 4;
/** Record of its thread; 0 while it travels. */
const PORT_OWNER: u32 = 8;
/** The next port of its ring: itself when it is alone. */
const PORT_RING: u32 = 12;
const PORT_FIRST: u32 = 16;
const PORT_LAST: u32 = 20;
/** Name of a channel that may have any number of ports (heap block), and its length. */
const PORT_NAME: u32 = 24;
const PORT_NAME_LENGTH: u32 = 28;
/** 1 once the other end is gone. */
const PORT_CLOSED: u32 = 32;
/** While it travels: the port in whose queue its message lies. */
const PORT_CARRIER: u32 = 36;
const PORT_SIZE: i32 = 40;

/**
 * A message, as its sender lays it down: words for what follows, then the ports' addresses, then its first bytes. What is
 * more than one block of the heap can hold follows in parts.
 */
const MESSAGE_NEXT: u32 = 0;
const MESSAGE_PORTS: u32 = 4;
/** Bytes in this block. */
const MESSAGE_LENGTH: u32 = 8;
const MESSAGE_REST: u32 = 12;
export const MESSAGE_HEADER: i32 = 16;
/** A part: the next one, its length, its bytes. */
const PART_NEXT: u32 = 0;
const PART_LENGTH: u32 = 4;
export const PART_HEADER: i32 = 8;
/** Bytes of messages in one block of the heap, headers counted: few enough to be found in a heap in use. */
export const PART_BYTES: i32 = 1048576;

function link(thread: u32, port: u32): void {
  const first: u32 = load32(thread + PROCESS_PORTS) >>> 0;
  store32(port + PORT_OWNER, thread);
  store32(port + PORT_PREVIOUS, 0);
  store32(port + PORT_NEXT, first);
  if (first !== 0) store32(first + PORT_PREVIOUS, port);
  store32(thread + PROCESS_PORTS, port);
}

function unlink(port: u32): void {
  const owner: u32 = load32(port + PORT_OWNER) >>> 0;
  if (owner === 0) return;
  const next: u32 = load32(port + PORT_NEXT) >>> 0;
  const previous: u32 = load32(port + PORT_PREVIOUS) >>> 0;
  if (previous !== 0) store32(previous + PORT_NEXT, next);
  else store32(owner + PROCESS_PORTS, next);
  if (next !== 0) store32(next + PORT_PREVIOUS, previous);
  store32(port + PORT_OWNER, 0);
}

/** Whether an address is that of a port of the calling thread. */
function isOwn(port: u32): bool {
  let own: u32 = load32(currentThread() + PROCESS_PORTS) >>> 0;
  while (own !== 0) {
    if (own === port) return true;
    own = load32(own + PORT_NEXT) >>> 0;
  }
  return false;
}

function newPort(): u32 {
  const port: u32 = allocate(PORT_SIZE) >>> 0;
  if (port === 0) return 0;
  store32(port + PORT_RING, port);
  link(currentThread(), port);
  return port;
}

function wakeOwner(port: u32): void {
  const owner: u32 = load32(port + PORT_OWNER) >>> 0;
  if (owner !== 0) wakeProcess(owner);
}

/** Two ports of the calling thread that hear each other, stored at `out`. */
export function newPortPair(out: u32): i32 {
  const one: u32 = newPort();
  if (one === 0) return -ENOMEM;
  const other: u32 = newPort();
  if (other === 0) {
    closePort(one);
    return -ENOMEM;
  }
  store32(one + PORT_RING, other);
  store32(other + PORT_RING, one);
  store32(out, one);
  store32(out + 4, other);
  return 0;
}

function hasName(port: u32, name: u32, length: i32): bool {
  const own: u32 = load32(port + PORT_NAME) >>> 0;
  if (own === 0 || load32(port + PORT_NAME_LENGTH) !== length) return false;
  for (let i: i32 = 0; i < length; i = (i + 1) | 0) if (load8(own + i) !== load8(name + i)) return false;
  return true;
}

function findNamed(thread: u32, name: u32, length: i32): u32 {
  let port: u32 = load32(thread + PROCESS_PORTS) >>> 0;
  while (port !== 0 && !hasName(port, name, length)) port = load32(port + PORT_NEXT) >>> 0;
  return port;
}

/** A port in the ring of that name within the process; its address at `out`. */
export function joinPorts(name: u32, length: i32, out: u32): i32 {
  let other: u32 = findNamed(currentProcess(), name, length);
  let thread: u32 = load32(currentProcess() + PROCESS_THREADS) >>> 0;
  while (other === 0 && thread !== 0) {
    other = findNamed(thread, name, length);
    thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
  const port: u32 = newPort();
  if (port === 0) return -ENOMEM;
  // One byte more: an empty name has a place as well.
  const copy: u32 = allocate((length + 1) | 0) >>> 0;
  if (copy === 0) {
    closePort(port);
    return -ENOMEM;
  }
  copyMemory(copy, name, length);
  store32(port + PORT_NAME, copy);
  store32(port + PORT_NAME_LENGTH, length);
  if (other !== 0) {
    store32(port + PORT_RING, load32(other + PORT_RING));
    store32(other + PORT_RING, port);
  }
  store32(out, port);
  return 0;
}

function copyBlock(block: u32, size: i32): u32 {
  const copy: u32 = allocate(size) >>> 0;
  if (copy !== 0) copyMemory(copy, block, size);
  return copy;
}

/** A copy of a message without ports, or 0. */
function copyOfMessage(message: u32): u32 {
  const copy: u32 = copyBlock(message, (MESSAGE_HEADER + load32(message + MESSAGE_LENGTH)) | 0);
  if (copy === 0) return 0;
  store32(copy + MESSAGE_REST, 0);
  let link: u32 = copy + MESSAGE_REST;
  let part: u32 = load32(message + MESSAGE_REST) >>> 0;
  while (part !== 0) {
    const copied: u32 = copyBlock(part, (PART_HEADER + load32(part + PART_LENGTH)) | 0);
    if (copied === 0) {
      releaseMessage(copy);
      return 0;
    }
    store32(copied + PART_NEXT, 0);
    store32(link, copied);
    link = copied + PART_NEXT;
    part = load32(part + PART_NEXT) >>> 0;
  }
  return copy;
}

function releaseParts(first: u32): void {
  let part: u32 = first;
  while (part !== 0) {
    const next: u32 = load32(part + PART_NEXT) >>> 0;
    release(part);
    part = next;
  }
}

function releaseMessage(message: u32): void {
  releaseParts(load32(message + MESSAGE_REST) >>> 0);
  release(message);
}

/** Room for a part of `length` bytes in front of those that the caller has laid down already; 0 when memory is out. */
export function outgoingPart(length: i32): u32 {
  const part: u32 = allocate((PART_HEADER + length) | 0) >>> 0;
  if (part === 0) return 0;
  store32(part + PART_LENGTH, length);
  store32(part + PART_NEXT, load32(currentThread() + PROCESS_PARTS));
  store32(currentThread() + PROCESS_PARTS, part);
  return part;
}

/** Drops what a thread has laid down. */
export function releaseOutgoingParts(thread: u32): void {
  const first: u32 = load32(thread + PROCESS_PARTS) >>> 0;
  store32(thread + PROCESS_PARTS, 0);
  releaseParts(first);
}

function append(port: u32, message: u32): void {
  const last: u32 = load32(port + PORT_LAST) >>> 0;
  store32(message + MESSAGE_NEXT, 0);
  if (last === 0) store32(port + PORT_FIRST, message);
  else store32(last + MESSAGE_NEXT, message);
  store32(port + PORT_LAST, message);
  wakeOwner(port);
}

/** The caller loses the ports of its outgoing message, and the message, to the queue of `target`. */
function depart(message: u32, target: u32): void {
  const count: i32 = load32(message + MESSAGE_PORTS);
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) {
    const port: u32 = load32(message + MESSAGE_HEADER + (i << 2)) >>> 0;
    unlink(port);
    store32(port + PORT_CARRIER, target);
  }
  store32(currentThread() + PROCESS_OUTGOING, 0);
  store32(message + MESSAGE_REST, load32(currentThread() + PROCESS_PARTS));
  store32(currentThread() + PROCESS_PARTS, 0);
}

/**
 * Posts the message in the caller's outgoing block to the other ports of `port`'s ring. The ports in it must be the
 * caller's, and go with it. How many received it, or -EBADF, -EINVAL (a port that may not travel with it), -ENOMEM.
 */
export function postMessage(port: u32): i32 {
  if (!isOwn(port)) return -EBADF;
  const message: u32 = load32(currentThread() + PROCESS_OUTGOING) >>> 0;
  const count: i32 = load32(message + MESSAGE_PORTS);
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) {
    const carried: u32 = load32(message + MESSAGE_HEADER + (i << 2)) >>> 0;
    if (carried === port || load32(carried + PORT_RING) >>> 0 === port || !isOwn(carried)) return -EINVAL;
  }
  depart(message, load32(port + PORT_RING) >>> 0);
  let receivers: i32 = 0;
  let target: u32 = load32(port + PORT_RING) >>> 0;
  while (target !== port) {
    const next: u32 = load32(target + PORT_RING) >>> 0;
    let copy: u32 = message;
    if (next !== port) {
      // Only channels of a name have more than one, and these take no ports along.
      copy = copyOfMessage(message);
    }
    if (copy !== 0) append(target, copy);
    receivers = (receivers + 1) | 0;
    target = next;
  }
  if (receivers === 0) dropMessage(message);
  return receivers;
}

/** Puts the message in the caller's outgoing block, which it had taken from `port`, back in front. 0 or -EBADF. */
export function returnMessage(port: u32): i32 {
  if (!isOwn(port)) return -EBADF;
  const message: u32 = load32(currentThread() + PROCESS_OUTGOING) >>> 0;
  const count: i32 = load32(message + MESSAGE_PORTS);
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) {
    const carried: u32 = load32(message + MESSAGE_HEADER + (i << 2)) >>> 0;
    if (carried === port || !isOwn(carried)) return -EINVAL;
  }
  depart(message, port);
  const first: u32 = load32(port + PORT_FIRST) >>> 0;
  store32(message + MESSAGE_NEXT, first);
  store32(port + PORT_FIRST, message);
  if (first === 0) store32(port + PORT_LAST, message);
  return 0;
}

/** The thread that gets what is posted at `port`, or will when the port has arrived: its id; 0: there are several, or none. */
export function portTarget(port: u32): i32 {
  if (!isOwn(port)) return 0;
  let target: u32 = load32(port + PORT_RING) >>> 0;
  if (load32(port + PORT_NAME) !== 0 || target === port) return 0;
  while (load32(target + PORT_OWNER) === 0) target = load32(target + PORT_CARRIER) >>> 0;
  const owner: u32 = load32(target + PORT_OWNER) >>> 0;
  return load32(owner + PROCESS_PID);
}

/**
 * The address of the first message, which the caller holds until it takes another: its ports are the caller's now. 0:
 * there is none; 1: and there will be none, for the other end is closed.
 */
export function receiveMessage(port: u32): u32 {
  const thread: u32 = currentThread();
  releaseIncoming(thread);
  if (!isOwn(port)) return 1;
  const message: u32 = load32(port + PORT_FIRST) >>> 0;
  if (message === 0) return load32(port + PORT_CLOSED) !== 0 ? 1 : 0;
  const next: u32 = load32(message + MESSAGE_NEXT) >>> 0;
  store32(port + PORT_FIRST, next);
  if (next === 0) store32(port + PORT_LAST, 0);
  store32(thread + PROCESS_INCOMING, message);
  const count: i32 = load32(message + MESSAGE_PORTS);
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) link(thread, load32(message + MESSAGE_HEADER + (i << 2)) >>> 0);
  return message;
}

export function releaseIncoming(thread: u32): void {
  const message: u32 = load32(thread + PROCESS_INCOMING) >>> 0;
  store32(thread + PROCESS_INCOMING, 0);
  if (message !== 0) releaseMessage(message);
}

/**
 * Writes the caller's ports that have something to take at `out`, at most `capacity`, those that are at their end with the
 * lowest bit set; how many.
 */
export function readyPorts(out: u32, capacity: i32): i32 {
  let count: i32 = 0;
  let port: u32 = load32(currentThread() + PROCESS_PORTS) >>> 0;
  while (port !== 0 && count < capacity) {
    const isEmpty: bool = load32(port + PORT_FIRST) === 0;
    if (!isEmpty || load32(port + PORT_CLOSED) !== 0) {
      store32(out + (count << 2), isEmpty ? port | 1 : port);
      count = (count + 1) | 0;
    }
    port = load32(port + PORT_NEXT) >>> 0;
  }
  return count;
}

/** A message that nobody will take: the ports in it are closed. */
function dropMessage(message: u32): void {
  const count: i32 = load32(message + MESSAGE_PORTS);
  for (let i: i32 = 0; i < count; i = (i + 1) | 0) closePort(load32(message + MESSAGE_HEADER + (i << 2)) >>> 0);
  releaseMessage(message);
}

export function closePort(port: u32): void {
  unlink(port);
  const next: u32 = load32(port + PORT_RING) >>> 0;
  if (next !== port) {
    let previous: u32 = next;
    while (load32(previous + PORT_RING) >>> 0 !== port) previous = load32(previous + PORT_RING) >>> 0;
    store32(previous + PORT_RING, next);
    // The other end of a pair still has its messages, and then its end.
    if (load32(port + PORT_NAME) === 0) {
      store32(next + PORT_CLOSED, 1);
      wakeOwner(next);
    }
  }
  store32(port + PORT_RING, port);
  const name: u32 = load32(port + PORT_NAME) >>> 0;
  let message: u32 = load32(port + PORT_FIRST) >>> 0;
  release(port);
  if (name !== 0) release(name);
  while (message !== 0) {
    const following: u32 = load32(message + MESSAGE_NEXT) >>> 0;
    dropMessage(message);
    message = following;
  }
}

/** -EBADF for what is not the caller's. */
export function closeOwnPort(port: u32): i32 {
  if (!isOwn(port)) return -EBADF;
  closePort(port);
  return 0;
}

/** Gives a port of the caller to a thread that it makes; 0 or -EBADF. */
export function givePort(port: u32, thread: u32): i32 {
  if (!isOwn(port)) return -EBADF;
  unlink(port);
  link(thread, port);
  return 0;
}

/** At the end of a thread. */
export function closePorts(thread: u32): void {
  releaseIncoming(thread);
  let port: u32 = load32(thread + PROCESS_PORTS) >>> 0;
  while (port !== 0) {
    closePort(port);
    port = load32(thread + PROCESS_PORTS) >>> 0;
  }
}
