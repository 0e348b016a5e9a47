/**
 * Threads of a process (pthreads(7)): each has a record in the process table with a Worker, an event word and message
 * ports of its own; descriptors, directory, signals and relations are those of its process's record, its leader.
 *
 * thread → ended → reaped → free. Whoever made it is told of its end; with a thread end those that it made, and with a
 * process all of them.
 */
import { currentProcess, currentThread } from './current.ts';
import { closeDescriptorsOfThread } from './descriptor.ts';
import { EAGAIN, EBADF, ESRCH } from './errno.ts';
import { release } from './heap.ts';
import {
  PROCESS_BLOCK,
  PROCESS_BLOCK_LENGTH,
  PROCESS_CREATOR,
  PROCESS_DEAD,
  PROCESS_LEADER,
  PROCESS_MEMORY,
  PROCESS_MEMORY_LIMIT,
  PROCESS_OUTGOING,
  PROCESS_PARENT_PORT,
  PROCESS_PID,
  PROCESS_SCRATCH,
  PROCESS_SIZE,
  PROCESS_STATE,
  PROCESS_THREAD_NEXT,
  PROCESS_THREAD_NUMBER,
  PROCESS_THREADS,
  PROCESS_WAIT_STATUS,
  PROCESS_WORKER,
  STATE_REAPED,
  STATE_THREAD,
  STATE_THREAD_ENDED,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { closePorts, givePort } from './message_port.ts';
import { ORDER_START, ORDER_TERMINATE, queueOrder } from './order.ts';
import { forgetProcess, wakeProcess } from './poll.ts';
import { fillMemory, load32, loadF64, store32, storeF64 } from './primitives.ts';
import { freeIfDone, freeSlot, nextPid, reapProcess, releaseAreas } from './process.ts';
import { findRecord, isThread, processSlot } from './process_table.ts';
import { keepCpuTime } from './usage.ts';

/** Exit code of a thread that another one ended (Worker::Exit in src/node_worker.cc): of one that had not begun, 0. */
const STATUS_TERMINATED: i32 = 1;

/**
 * A new thread of the calling process that has `port`, a port of the caller, as its own. What lies in the caller's
 * outgoing block is its block. `memoryLimit`: bytes, or 0. Its id; its number within the process is stored at `out`. Its
 * Worker is started apart.
 */
export function createThread(port: u32, blockLength: i32, memoryLimit: f64, out: u32): i32 {
  const thread: u32 = freeSlot();
  if (thread === 0) return -EAGAIN;
  const leader: u32 = currentProcess();
  releaseAreas(thread);
  fillMemory(thread, 0, PROCESS_SIZE);
  if (givePort(port, thread) !== 0) return -EBADF;
  const id: i32 = nextPid();
  const number: i32 = (load32(leader + PROCESS_THREAD_NUMBER) + 1) | 0;
  store32(leader + PROCESS_THREAD_NUMBER, number);
  store32(thread + PROCESS_THREAD_NUMBER, number);
  store32(thread + PROCESS_PID, id);
  store32(thread + PROCESS_STATE, STATE_THREAD);
  store32(thread + PROCESS_LEADER, leader);
  store32(thread + PROCESS_CREATOR, currentThread());
  store32(thread + PROCESS_PARENT_PORT, port);
  storeF64(thread + PROCESS_MEMORY_LIMIT, memoryLimit);
  store32(thread + PROCESS_BLOCK, load32(currentThread() + PROCESS_OUTGOING));
  store32(thread + PROCESS_BLOCK_LENGTH, blockLength);
  store32(currentThread() + PROCESS_OUTGOING, 0);
  store32(thread + PROCESS_THREAD_NEXT, load32(leader + PROCESS_THREADS));
  store32(leader + PROCESS_THREADS, thread);
  store32(out, number);
  return id;
}

/** A thread that the caller made; 0 when there is none of that id. */
function createdThread(id: i32): u32 {
  const thread: u32 = findRecord(id);
  return thread !== 0 && load32(thread + PROCESS_CREATOR) >>> 0 === currentThread() ? thread : 0;
}

export function startThread(id: i32): i32 {
  const thread: u32 = createdThread(id);
  if (thread === 0) return -ESRCH;
  store32(thread + PROCESS_WORKER, 1);
  queueOrder(thread, ORDER_START);
  return 0;
}

/** Gives back what a thread (or a process's main one) holds by itself. */
export function releaseThreadHoldings(thread: u32): void {
  forgetProcess(thread);
  closePorts(thread);
}

function removeFromProcess(thread: u32): void {
  const leader: u32 = load32(thread + PROCESS_LEADER) >>> 0;
  let link: u32 = leader + PROCESS_THREADS;
  while (load32(link) !== 0 && load32(link) >>> 0 !== thread) link = (load32(link) >>> 0) + PROCESS_THREAD_NEXT;
  if (load32(link) !== 0) store32(link, load32(thread + PROCESS_THREAD_NEXT));
}

function end(thread: u32, status: i32): void {
  if (load32(thread + PROCESS_STATE) !== STATE_THREAD) return;
  store32(thread + PROCESS_DEAD, 1);
  store32(thread + PROCESS_STATE, STATE_THREAD_ENDED);
  store32(thread + PROCESS_WAIT_STATUS, status);
  keepCpuTime(thread, load32(thread + PROCESS_LEADER) >>> 0);
  endThreads(load32(thread + PROCESS_LEADER) >>> 0, thread);
  removeFromProcess(thread);
  releaseThreadHoldings(thread);
  closeDescriptorsOfThread(load32(thread + PROCESS_LEADER) >>> 0, load32(thread + PROCESS_THREAD_NUMBER));
  const block: u32 = load32(thread + PROCESS_BLOCK) >>> 0;
  store32(thread + PROCESS_BLOCK, 0);
  store32(thread + PROCESS_BLOCK_LENGTH, 0);
  if (block !== 0) release(block);
  if (load32(thread + PROCESS_WORKER) !== 0) queueOrder(thread, ORDER_TERMINATE);
  wakeProcess(thread);
}

/** Ends those threads of a process that `creator` made: nobody is left to hear of it. */
export function endThreads(leader: u32, creator: u32): void {
  let thread: u32 = load32(leader + PROCESS_THREADS) >>> 0;
  while (thread !== 0) {
    if (load32(thread + PROCESS_CREATOR) >>> 0 === creator) {
      end(thread, STATUS_TERMINATED);
      reapProcess(thread);
      // What it had made is gone from the list as well.
      thread = load32(leader + PROCESS_THREADS) >>> 0;
    } else thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
}

/** The caller, which is no main thread, has done its work. Its creator hears of it when its Worker is gone. */
export function exitThread(status: i32): void {
  end(currentThread(), status);
}

/** Ends a thread that the caller made: it makes no call any more, and its Worker is soon gone. */
export function terminateThread(id: i32): i32 {
  const thread: u32 = createdThread(id);
  if (thread === 0 || load32(thread + PROCESS_STATE) !== STATE_THREAD) return -ESRCH;
  // A thread that runs has its transfer area.
  end(thread, load32(thread + PROCESS_SCRATCH) === 0 ? 0 : STATUS_TERMINATED);
  if (load32(thread + PROCESS_WORKER) === 0) wakeProcess(currentThread());
  return 0;
}

/** What a thread has grown to, as far as somebody knows it, in bytes: it is ended beyond its limit. */
export function setThreadMemory(thread: u32, bytes: f64): void {
  if (isThread(thread) && load32(thread + PROCESS_STATE) !== STATE_THREAD) return;
  storeF64(thread + PROCESS_MEMORY, bytes);
  if (isThread(thread) && isOutgrown(thread) !== 0) end(thread, STATUS_TERMINATED);
}

function isOutgrown(thread: u32): i32 {
  const limit: f64 = loadF64(thread + PROCESS_MEMORY_LIMIT);
  return limit > 0 && loadF64(thread + PROCESS_MEMORY) > limit ? 1 : 0;
}

/** Threads that have a limit of memory. */
export function countLimitedThreads(): i32 {
  let count: i32 = 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const thread: u32 = processSlot(i);
    if (load32(thread + PROCESS_STATE) === STATE_THREAD && loadF64(thread + PROCESS_MEMORY_LIMIT) > 0)
      count = (count + 1) | 0;
  }
  return count;
}

/** 1 with the exit code at `out`, and behind it whether its limit of memory was the end of it, once the thread and its Worker have ended; 0 before; -ESRCH. */
export function waitForThread(id: i32, out: u32): i32 {
  const thread: u32 = createdThread(id);
  if (thread === 0 || load32(thread + PROCESS_STATE) === STATE_REAPED) return -ESRCH;
  if (load32(thread + PROCESS_STATE) !== STATE_THREAD_ENDED || load32(thread + PROCESS_WORKER) !== 0) return 0;
  store32(out, load32(thread + PROCESS_WAIT_STATUS));
  store32(out + 4, isOutgrown(thread));
  reapProcess(thread);
  return 1;
}

/** The supervisor has ended the Worker of a thread, or the browser did so by itself. */
export function threadWorkerEnded(thread: u32): void {
  const creator: u32 = load32(thread + PROCESS_CREATOR) >>> 0;
  end(thread, STATUS_TERMINATED);
  if (load32(thread + PROCESS_STATE) === STATE_REAPED) freeIfDone(thread);
  else wakeProcess(creator);
}

/** The pid of the process that a thread belongs to (a process's own id for itself), or 0. */
export function processOf(id: i32): i32 {
  const record: u32 = findRecord(id);
  if (record === 0) return 0;
  return isThread(record) ? load32((load32(record + PROCESS_LEADER) >>> 0) + PROCESS_PID) : id;
}
