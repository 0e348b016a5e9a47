/**
 * The kernel's one lock: a word that holds its owner's pid, and WAITERS when somebody sleeps for it.
 *
 * Whoever ends a process holds the lock while it does, so a victim is never inside a critical section. What remains is a
 * Worker that the browser itself ends: its owner is marked dead afterwards, and waiters, who look every so often, take
 * the lock from it.
 */
import { currentPid, currentThread } from './current.ts';
import {
  PROCESS_DEAD,
  PROCESS_DYING,
  PROCESS_EVENT_WORD,
  PROCESS_LEADER,
  PROCESS_PID,
  PROCESS_STATE,
  STATE_STOPPED,
  SUPERBLOCK_LOCK,
} from './layout.ts';
import { atomicCompareExchange32, atomicLoad32, atomicStore32, load32, notify32, wait32 } from './primitives.ts';
import { findRecord } from './process_table.ts';
import { beginRest, endRest } from './usage.ts';

const WAITERS: i32 = 0x40000000;
const OWNER: i32 = 0x3fffffff;
/** Looks at the word before sleeping: a critical section is mostly shorter than a sleep. */
const SPINS: i32 = 200;
/** Milliseconds after which a sleeper looks whether the owner is dead. */
const PATIENCE: f64 = 50;
/** Depth of calls that the stack must have room for before a critical section may begin. */
const STACK_RESERVE: i32 = 128;

/** A call chain that only takes stack: when user recursion has used it up, this throws before the lock is taken. */
function reserveStack(depth: i32): i32 {
  return depth === 0 ? 0 : ((reserveStack((depth - 1) | 0) ^ depth) + 1) | 0;
}

/** Keeps the engine from dropping the reserve's calls as without effect. */
let reserved: i32 = 0;

export function lock(): void {
  reserved = reserveStack(STACK_RESERVE);
  const thread: u32 = currentThread();
  const self: i32 = thread === 0 ? 1 : currentPid();
  if (atomicCompareExchange32(SUPERBLOCK_LOCK, 0, self) !== 0) contend(self);
  let rested: i32 = 0;
  while (thread !== 0 && mustHalt(thread) !== 0) {
    // A stopped process uses no time; of one that was ended the record may be another's.
    if (load32(thread + PROCESS_DEAD) === 0 && load32(thread + PROCESS_PID) === currentPid()) {
      beginRest(thread);
      rested = 1;
    }
    // The event word is read under the lock, so the change that lets the process go on is not missed.
    const seen: i32 = load32(thread + PROCESS_EVENT_WORD);
    unlock();
    wait32(thread + PROCESS_EVENT_WORD, seen, -1);
    if (atomicCompareExchange32(SUPERBLOCK_LOCK, 0, self) !== 0) contend(self);
  }
  if (rested !== 0) endRest(thread);
}

/**
 * A stopped process waits for SIGCONT; one that was ended, or is to be, waits for its Worker to be taken away. Browsers
 * take a moment for that, in which the record may already be another process's: then this one is none any more.
 */
function mustHalt(thread: u32): i32 {
  if (load32(thread + PROCESS_DEAD) !== 0 || load32(thread + PROCESS_PID) !== currentPid()) return 1;
  const leader: u32 = load32(thread + PROCESS_LEADER) >>> 0;
  const process: u32 = leader === 0 ? thread : leader;
  if ((load32(process + PROCESS_DEAD) | load32(process + PROCESS_DYING)) !== 0) return 1;
  return load32(process + PROCESS_STATE) === STATE_STOPPED ? 1 : 0;
}

function contend(self: i32): void {
  for (let spin: i32 = 0; spin < SPINS; spin = (spin + 1) | 0) {
    if (atomicLoad32(SUPERBLOCK_LOCK) === 0 && atomicCompareExchange32(SUPERBLOCK_LOCK, 0, self) === 0) return;
  }
  for (;;) {
    const seen: i32 = atomicLoad32(SUPERBLOCK_LOCK);
    if (seen === 0) {
      // Others may sleep still: who has slept takes the lock with the mark, so that its unlock wakes the next.
      if (atomicCompareExchange32(SUPERBLOCK_LOCK, 0, self | WAITERS) === 0) return;
      continue;
    }
    const marked: i32 = seen | WAITERS;
    if (seen !== marked && atomicCompareExchange32(SUPERBLOCK_LOCK, seen, marked) !== seen) continue;
    if (wait32(SUPERBLOCK_LOCK, marked, PATIENCE) === 2 && isDead(marked & OWNER) !== 0) {
      if (atomicCompareExchange32(SUPERBLOCK_LOCK, marked, self | WAITERS) === marked) return;
    }
  }
}

/** Whether a pid's Worker is known to have ended. */
function isDead(pid: i32): i32 {
  const process: u32 = findRecord(pid);
  return process === 0 || load32(process + PROCESS_DEAD) !== 0 ? 1 : 0;
}

export function unlock(): void {
  const before: i32 = atomicLoad32(SUPERBLOCK_LOCK);
  if ((before & WAITERS) === 0 && atomicCompareExchange32(SUPERBLOCK_LOCK, before, 0) === before) return;
  atomicStore32(SUPERBLOCK_LOCK, 0);
  notify32(SUPERBLOCK_LOCK, 1);
}

/** For tests: the last value of the stack probe. */
export function stackProbe(): i32 {
  return reserved;
}
