/** Looking up processes and their relations. */

import {
  PROCESS_LEADER,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_PPID,
  PROCESS_SID,
  PROCESS_SIZE,
  PROCESS_STATE,
  PROCESS_TABLE,
  PROCESS_TERMINAL,
  STATE_FREE,
  STATE_REAPED,
  STATE_ZOMBIE,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { load32, multiply32, store32 } from './primitives.ts';

/** The supervisor. */
export const INIT_PID: i32 = 1;

export function processSlot(index: i32): u32 {
  return PROCESS_TABLE + multiply32(index, PROCESS_SIZE);
}

/** A record by pid or thread id, also of one that only waits for its Worker's end; 0 when there is none. */
export function findRecord(pid: i32): u32 {
  if (pid < 1) return 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_PID) === pid && load32(process + PROCESS_STATE) !== STATE_FREE) return process;
  }
  return 0;
}

/** A process by pid, alive or zombie; 0 when there is none. */
export function findProcess(pid: i32): u32 {
  const process: u32 = findRecord(pid);
  if (process === 0 || isThread(process)) return 0;
  return load32(process + PROCESS_STATE) !== STATE_REAPED ? process : 0;
}

/** Whether a record is that of a thread other than a main one. */
export function isThread(record: u32): bool {
  return load32(record + PROCESS_LEADER) !== 0;
}

/** Whether the slot holds a process that lives, so that signals and groups count it. */
export function isAlive(process: u32): i32 {
  const state: i32 = load32(process + PROCESS_STATE);
  if (isThread(process)) return 0;
  return state !== STATE_FREE && state !== STATE_ZOMBIE && state !== STATE_REAPED ? 1 : 0;
}

export function parentOf(process: u32): u32 {
  return findProcess(load32(process + PROCESS_PPID));
}

/** A zombie is a member until it is waited for: the second process of a pipeline joins the first, which may have ended. */
export function groupInSession(pgid: i32, sid: i32): i32 {
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    const state: i32 = load32(process + PROCESS_STATE);
    if (state === STATE_FREE || state === STATE_REAPED || isThread(process)) continue;
    if (load32(process + PROCESS_PGID) === pgid && load32(process + PROCESS_SID) === sid) return 1;
  }
  return 0;
}

/**
 * POSIX: a group is orphaned when no member has a living parent in another group of the same session, so that nobody is
 * there to continue it.
 */
export function isOrphanedGroup(pgid: i32, sid: i32): i32 {
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (isAlive(process) === 0 || load32(process + PROCESS_PGID) !== pgid) continue;
    const parent: u32 = parentOf(process);
    if (parent === 0) continue;
    if (load32(parent + PROCESS_SID) === sid && load32(parent + PROCESS_PGID) !== pgid) return 0;
  }
  return 1;
}

/** No process has that controlling terminal any more. */
export function forgetTerminal(pty: u32): void {
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    if (load32(process + PROCESS_TERMINAL) >>> 0 === pty) store32(process + PROCESS_TERMINAL, 0);
  }
}
