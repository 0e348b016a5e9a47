/**
 * What processes use, as far as a browser lets it be known (getrusage(2)): CPU time is the time in which a thread's Worker
 * neither waits for the kernel nor sleeps in its event loop. What such a thread waits for by itself (Atomics.wait of a
 * program) counts as running. Memory is what the browser last measured for the Workers.
 */
import {
  PROCESS_CPU_TIME,
  PROCESS_ENDED_THREADS_CPU,
  PROCESS_MEMORY,
  PROCESS_RUNNING_SINCE,
  PROCESS_THREAD_NEXT,
  PROCESS_THREADS,
} from './layout.ts';
import { clock, load32, loadF64, storeF64 } from './primitives.ts';

/** The thread waits from now on. To be called by the thread itself, or under the lock once it runs no more. */
export function beginRest(thread: u32): void {
  const since: f64 = loadF64(thread + PROCESS_RUNNING_SINCE);
  if (since === 0) return;
  storeF64(thread + PROCESS_CPU_TIME, loadF64(thread + PROCESS_CPU_TIME) + clock() - since);
  storeF64(thread + PROCESS_RUNNING_SINCE, 0);
}

/** The thread runs from now on. */
export function endRest(thread: u32): void {
  if (loadF64(thread + PROCESS_RUNNING_SINCE) === 0) storeF64(thread + PROCESS_RUNNING_SINCE, clock());
}

/** CPU time of one thread in ms. */
export function threadCpuTime(thread: u32): f64 {
  const since: f64 = loadF64(thread + PROCESS_RUNNING_SINCE);
  const before: f64 = loadF64(thread + PROCESS_CPU_TIME);
  return since === 0 ? before : before + clock() - since;
}

/** CPU time of a process in ms, with all threads that it has or had. */
export function cpuTime(process: u32): f64 {
  let time: f64 = threadCpuTime(process) + loadF64(process + PROCESS_ENDED_THREADS_CPU);
  let thread: u32 = load32(process + PROCESS_THREADS) >>> 0;
  while (thread !== 0) {
    time = time + threadCpuTime(thread);
    thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
  return time;
}

/** A thread has ended: its process keeps the time that it took. */
export function keepCpuTime(thread: u32, process: u32): void {
  beginRest(thread);
  const kept: f64 = loadF64(process + PROCESS_ENDED_THREADS_CPU);
  storeF64(process + PROCESS_ENDED_THREADS_CPU, kept + loadF64(thread + PROCESS_CPU_TIME));
}

/** Bytes of the Workers of a process, 0 before they were measured. */
export function memoryOf(process: u32): f64 {
  let bytes: f64 = loadF64(process + PROCESS_MEMORY);
  let thread: u32 = load32(process + PROCESS_THREADS) >>> 0;
  while (thread !== 0) {
    bytes = bytes + loadF64(thread + PROCESS_MEMORY);
    thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
  return bytes;
}

/** Whether one of the process's threads runs at this moment. */
export function isBusy(process: u32): i32 {
  if (loadF64(process + PROCESS_RUNNING_SINCE) !== 0) return 1;
  let thread: u32 = load32(process + PROCESS_THREADS) >>> 0;
  while (thread !== 0) {
    if (loadF64(thread + PROCESS_RUNNING_SINCE) !== 0) return 1;
    thread = load32(thread + PROCESS_THREAD_NEXT) >>> 0;
  }
  return 0;
}
