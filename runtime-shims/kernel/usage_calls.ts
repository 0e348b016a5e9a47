/** What processes use and which ports they serve, as the kernel exports it: lock, work, unlock. */
import { currentProcess, currentThread } from './current.ts';
import { ESRCH } from './errno.ts';
import {
  PROCESS_ARGV_LENGTH,
  PROCESS_BLOCK,
  PROCESS_CHILDREN_CPU,
  PROCESS_MEMORY,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_PPID,
  PROCESS_SID,
  PROCESS_START_TIME,
  PROCESS_STATE,
  PROCESS_TERMINAL,
  STATE_FREE,
  STATE_REAPED,
  SUPERBLOCK_USAGE_ASKED,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { collectPortsOf } from './listening_ports.ts';
import { lock, unlock } from './lock.ts';
import { atomicAdd32, copyMemory, load32, loadF64, store32, storeF64 } from './primitives.ts';
import { findProcess, findRecord, INIT_PID, isThread, processSlot } from './process_table.ts';
import { PTY_FOREGROUND } from './pty_layout.ts';
import { ptyNumber } from './pty_names.ts';
import { countLimitedThreads, setThreadMemory } from './thread.ts';
import { beginRest, cpuTime, endRest, isBusy, memoryOf, threadCpuTime } from './usage.ts';

/** Without the lock: nobody else writes these words of a thread that runs. */
export function sysBeginRest(): void {
  beginRest(currentThread());
}

export function sysEndRest(): void {
  endRest(currentThread());
}

/** At `out`, each f64 in ms: the process's CPU time, the thread's, and that of the children that were waited for. */
export function sysCpuTimes(out: u32): void {
  lock();
  const process: u32 = currentProcess();
  storeF64(out, cpuTime(process));
  storeF64(out + 8, threadCpuTime(currentThread()));
  storeF64(out + 16, loadF64(process + PROCESS_CHILDREN_CPU));
  unlock();
}

/** What the browser measured for the Worker of a process or thread, in bytes; `id` 0: what the caller knows of its own. */
export function sysSetMemory(id: i32, bytes: f64): i32 {
  lock();
  const record: u32 = id === 0 ? currentThread() : findRecord(id);
  if (record !== 0) setThreadMemory(record, bytes);
  unlock();
  return record === 0 ? -ESRCH : 0;
}

/** At `out`, each f64: bytes measured for the calling process, and for the calling thread. */
export function sysMeasuredMemory(out: u32): void {
  lock();
  atomicAdd32(SUPERBLOCK_USAGE_ASKED, 1);
  storeF64(out, memoryOf(currentProcess()));
  storeF64(out + 8, loadF64(currentThread() + PROCESS_MEMORY));
  unlock();
}

export function sysLimitedThreads(): i32 {
  lock();
  const result: i32 = countLimitedThreads();
  unlock();
  return result;
}

/** The ports that a process listens on, a word each at `out`, at most `capacity`: their number. */
export function sysPortsOf(pid: i32, out: u32, capacity: i32): i32 {
  lock();
  const process: u32 = findProcess(pid);
  const count: i32 = process === 0 ? -ESRCH : collectPortsOf(process, out, capacity);
  unlock();
  return count;
}

/**
 * The first process at or behind table index `index`: answers its index, or -1. At `out`, each f64: start time, CPU time
 * in ms, bytes of memory; then words: pid, ppid, pgid, sid, state, whether it runs at this moment, number of
 * its controlling terminal or -1, whether its group is in the foreground there, length of the arguments that follow, cut
 * at `capacity` bytes.
 */
export function sysProcessInformation(index: i32, out: u32, capacity: i32): i32 {
  lock();
  // Somebody looks: see usageAsked in system_calls.ts.
  if (load32(currentProcess() + PROCESS_PID) !== INIT_PID) atomicAdd32(SUPERBLOCK_USAGE_ASKED, 1);
  let found: i32 = -1;
  for (let i: i32 = index; i < MAX_PROCESSES && found < 0; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    const state: i32 = load32(process + PROCESS_STATE);
    if (state === STATE_FREE || state === STATE_REAPED || isThread(process)) continue;
    found = i;
    let length: i32 = load32(process + PROCESS_ARGV_LENGTH);
    if (length > capacity) length = capacity;
    storeF64(out, loadF64(process + PROCESS_START_TIME));
    storeF64(out + 8, cpuTime(process));
    storeF64(out + 16, memoryOf(process));
    store32(out + 24, load32(process + PROCESS_PID));
    store32(out + 28, load32(process + PROCESS_PPID));
    store32(out + 32, load32(process + PROCESS_PGID));
    store32(out + 36, load32(process + PROCESS_SID));
    store32(out + 40, state);
    store32(out + 44, isBusy(process));
    const terminal: u32 = load32(process + PROCESS_TERMINAL) >>> 0;
    store32(out + 48, terminal === 0 ? -1 : ptyNumber(terminal));
    store32(out + 52, terminal !== 0 && load32(terminal + PTY_FOREGROUND) === load32(process + PROCESS_PGID) ? 1 : 0);
    store32(out + 56, length);
    if (length > 0) copyMemory(out + 60, load32(process + PROCESS_BLOCK) >>> 0, length);
  }
  unlock();
  return found;
}
