/** The system calls of threads and message ports as the kernel exports them: lock, work, unlock. */
import { currentThread } from './current.ts';
import { claimDescriptor } from './descriptor.ts';
import {
  PROCESS_BLOCK,
  PROCESS_BLOCK_LENGTH,
  PROCESS_LEADER,
  PROCESS_PARENT_PORT,
  PROCESS_THREAD_NUMBER,
} from './layout.ts';
import { lock, unlock } from './lock.ts';
import {
  closeOwnPort,
  joinPorts,
  newPortPair,
  outgoingPart,
  portTarget,
  postMessage,
  readyPorts,
  receiveMessage,
  releaseIncoming,
  releaseOutgoingParts,
  returnMessage,
} from './message_port.ts';
import { load32 } from './primitives.ts';
import { releaseOutgoing } from './process.ts';
import { createThread, exitThread, processOf, startThread, terminateThread, waitForThread } from './thread.ts';

export function sysPortPair(out: u32): i32 {
  lock();
  const result: i32 = newPortPair(out);
  unlock();
  return result;
}

export function sysPortJoin(name: u32, length: i32, out: u32): i32 {
  lock();
  const result: i32 = joinPorts(name, length, out);
  unlock();
  return result;
}

/** What is left of a message that was not taken. */
function releaseLaidDown(): void {
  releaseOutgoing(currentThread());
  releaseOutgoingParts(currentThread());
}

/** Room for a part of a message, see outgoingPart; what is before it goes to the outgoing block. */
export function sysPortPart(length: i32): u32 {
  lock();
  const result: u32 = outgoingPart(length);
  unlock();
  return result;
}

/** Gives up a message that is only half laid down. */
export function sysPortForget(): void {
  lock();
  releaseLaidDown();
  unlock();
}

export function sysPortPost(port: u32): i32 {
  lock();
  const result: i32 = postMessage(port);
  releaseLaidDown();
  unlock();
  return result;
}

export function sysPortReturn(port: u32): i32 {
  lock();
  const result: i32 = returnMessage(port);
  releaseLaidDown();
  unlock();
  return result;
}

export function sysPortTarget(port: u32): i32 {
  lock();
  const result: i32 = portTarget(port);
  unlock();
  return result;
}

export function sysPortReceive(port: u32): u32 {
  lock();
  const result: u32 = receiveMessage(port);
  unlock();
  return result;
}

/** The message that {@link sysPortReceive} answered has been read. */
export function sysPortReceived(): void {
  lock();
  releaseIncoming(currentThread());
  unlock();
}

export function sysPortReady(out: u32, capacity: i32): i32 {
  lock();
  const result: i32 = readyPorts(out, capacity);
  unlock();
  return result;
}

export function sysPortClose(port: u32): i32 {
  lock();
  const result: i32 = closeOwnPort(port);
  unlock();
  return result;
}

export function sysThreadCreate(port: u32, blockLength: i32, memoryLimit: f64, out: u32): i32 {
  lock();
  const result: i32 = createThread(port, blockLength, memoryLimit, out);
  releaseOutgoing(currentThread());
  unlock();
  return result;
}

export function sysThreadStart(id: i32): i32 {
  lock();
  const result: i32 = startThread(id);
  unlock();
  return result;
}

export function sysThreadExit(status: i32): void {
  lock();
  exitThread(status);
  unlock();
}

export function sysThreadTerminate(id: i32): i32 {
  lock();
  const result: i32 = terminateThread(id);
  unlock();
  return result;
}

export function sysThreadWait(id: i32, out: u32): i32 {
  lock();
  const result: i32 = waitForThread(id, out);
  unlock();
  return result;
}

export function sysThreadProcess(id: i32): i32 {
  lock();
  const result: i32 = processOf(id);
  unlock();
  return result;
}

export function sysClaimDescriptor(fd: i32, give: i32): i32 {
  lock();
  const result: i32 = claimDescriptor(fd, give);
  unlock();
  return result;
}

/** Number of the calling thread within its process; 0 for the main one. */
export function sysThreadNumber(): i32 {
  return load32(currentThread() + PROCESS_LEADER) === 0 ? 0 : load32(currentThread() + PROCESS_THREAD_NUMBER);
}

/** The port that the calling thread was made with. */
export function sysThreadPort(): u32 {
  return load32(currentThread() + PROCESS_PARENT_PORT) >>> 0;
}

/** What its creator laid down for it. */
export function sysThreadBlock(): u32 {
  return load32(currentThread() + PROCESS_BLOCK) >>> 0;
}

export function sysThreadBlockLength(): i32 {
  return load32(currentThread() + PROCESS_BLOCK_LENGTH);
}
