/**
 * Signals: kill(2), sigaction(2), signal(7).
 *
 * A Worker cannot be interrupted from within its program. So a caught signal is a pending bit that the process's loop
 * takes; a stop is a state in which the process parks itself at its next system call; and an end is an order to the
 * supervisor, which alone can terminate the Worker and so ends even an endless loop.
 */
import { currentProcess, currentThread } from './current.ts';
import { EINVAL, ESRCH } from './errno.ts';
import {
  PROCESS_CAUGHT,
  PROCESS_CHANGED,
  PROCESS_DYING,
  PROCESS_IGNORED,
  PROCESS_PENDING,
  PROCESS_PGID,
  PROCESS_PID,
  PROCESS_SID,
  PROCESS_STATE,
  PROCESS_STATE_BEFORE_STOP,
  PROCESS_STOP_SIGNAL,
  PROCESS_WAIT_STATUS,
  STATE_FREE,
  STATE_STOPPED,
  STATE_ZOMBIE,
} from './layout.ts';
import { MAX_PROCESSES } from './limits.ts';
import { ORDER_TERMINATE, queueOrder } from './order.ts';
import { wakeProcess, wakeThreads } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { findProcess, INIT_PID, isOrphanedGroup, isThread, parentOf, processSlot } from './process_table.ts';
import {
  ACTION_CONTINUE,
  ACTION_IGNORE,
  ACTION_STOP,
  defaultAction,
  isStopSignal,
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGNAL_MAX,
  SIGPIPE,
  SIGSTOP,
  signalBit,
} from './signal_numbers.ts';

/** What a parent has not yet been told by wait4. */
export const CHANGED_STOPPED: i32 = 1;
export const CHANGED_CONTINUED: i32 = 2;

const DISPOSITION_IGNORE: i32 = 1;
const DISPOSITION_CATCH: i32 = 2;

/** Tells the parent that a child changed its state. */
export function notifyParent(process: u32): void {
  const parent: u32 = parentOf(process);
  if (parent === 0) return;
  sendSignal(parent, SIGCHLD);
  // Any of its threads may be the one that waits.
  wakeThreads(parent);
}

/** Makes the process end with a wait status of that signal. It lives until the supervisor has ended its Worker. */
function endBySignal(process: u32, signal: i32): void {
  if (load32(process + PROCESS_DYING) !== 0) return;
  store32(process + PROCESS_DYING, 1);
  store32(process + PROCESS_WAIT_STATUS, signal);
  queueOrder(process, ORDER_TERMINATE);
  wakeThreads(process);
}

function stop(process: u32, signal: i32): void {
  const state: i32 = load32(process + PROCESS_STATE);
  if (state === STATE_STOPPED) return;
  store32(process + PROCESS_STATE_BEFORE_STOP, state);
  store32(process + PROCESS_STATE, STATE_STOPPED);
  store32(process + PROCESS_STOP_SIGNAL, signal);
  store32(process + PROCESS_CHANGED, CHANGED_STOPPED);
  wakeThreads(process);
  notifyParent(process);
}

function resume(process: u32): void {
  if (load32(process + PROCESS_STATE) !== STATE_STOPPED) return;
  store32(process + PROCESS_STATE, load32(process + PROCESS_STATE_BEFORE_STOP));
  store32(process + PROCESS_CHANGED, CHANGED_CONTINUED);
  wakeThreads(process);
  notifyParent(process);
  deliverPending(process);
}

/** Acts on pending signals that nobody catches any more: after SIGCONT, or a change of disposition. */
function deliverPending(process: u32): void {
  const caught: i32 = load32(process + PROCESS_CAUGHT);
  for (let signal: i32 = 1; signal <= SIGNAL_MAX; signal = (signal + 1) | 0) {
    const bit: i32 = signalBit(signal);
    if ((load32(process + PROCESS_PENDING) & bit) !== 0 && (caught & bit) === 0) {
      store32(process + PROCESS_PENDING, load32(process + PROCESS_PENDING) & ~bit);
      sendSignal(process, signal);
    }
  }
}

export function sendSignal(process: u32, signal: i32): void {
  const state: i32 = load32(process + PROCESS_STATE);
  if (state === STATE_FREE || state === STATE_ZOMBIE || load32(process + PROCESS_DYING) !== 0) return;
  const bit: i32 = signalBit(signal);
  const caught: i32 = load32(process + PROCESS_CAUGHT) & bit;
  // init takes only what it asked for: nothing can end or stop it.
  if (load32(process + PROCESS_PID) === INIT_PID && caught === 0) return;
  const pending: i32 = load32(process + PROCESS_PENDING);
  if (signal === SIGKILL) {
    endBySignal(process, SIGKILL);
    return;
  }
  if (signal === SIGCONT) {
    store32(process + PROCESS_PENDING, pending & ~stopSignals());
    resume(process);
  } else if (isStopSignal(signal) !== 0) store32(process + PROCESS_PENDING, pending & ~signalBit(SIGCONT));
  if (signal === SIGSTOP) {
    stop(process, SIGSTOP);
    return;
  }
  if ((load32(process + PROCESS_IGNORED) & bit) !== 0) return;
  if (caught !== 0) {
    store32(process + PROCESS_PENDING, load32(process + PROCESS_PENDING) | bit);
    wakeProcess(process);
    return;
  }
  const action: i32 = defaultAction(signal);
  if (action === ACTION_IGNORE || action === ACTION_CONTINUE) return;
  if (action === ACTION_STOP) {
    // POSIX: a group that nobody could continue is not stopped from the keyboard.
    if (isOrphanedGroup(load32(process + PROCESS_PGID), load32(process + PROCESS_SID)) === 0) stop(process, signal);
    return;
  }
  if (load32(process + PROCESS_STATE) === STATE_STOPPED) {
    // It takes effect when the process continues.
    store32(process + PROCESS_PENDING, load32(process + PROCESS_PENDING) | bit);
    return;
  }
  endBySignal(process, signal);
}

function stopSignals(): i32 {
  // SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU are 19…22.
  return 15 << (SIGSTOP - 1);
}

/** To every process of the group; how many there are. */
export function signalGroup(pgid: i32, signal: i32): i32 {
  let found: i32 = 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    const state: i32 = load32(process + PROCESS_STATE);
    if (state !== STATE_FREE && load32(process + PROCESS_PGID) === pgid && load32(process + PROCESS_PID) > 0) {
      found = (found + 1) | 0;
      if (signal !== 0) sendSignal(process, signal);
    }
  }
  return found;
}

export function killProcesses(pid: i32, signal: i32): i32 {
  if (signal < 0 || signal > SIGNAL_MAX) return -EINVAL;
  const self: u32 = currentProcess();
  if (pid > 0) {
    const process: u32 = findProcess(pid);
    if (process === 0) return -ESRCH;
    if (signal !== 0) sendSignal(process, signal);
    return 0;
  }
  if (pid === 0) return signalGroup(load32(self + PROCESS_PGID), signal) > 0 ? 0 : -ESRCH;
  if (pid < -1) return signalGroup(-pid | 0, signal) > 0 ? 0 : -ESRCH;
  let found: i32 = 0;
  for (let i: i32 = 0; i < MAX_PROCESSES; i = (i + 1) | 0) {
    const process: u32 = processSlot(i);
    const other: i32 = load32(process + PROCESS_PID);
    if (load32(process + PROCESS_STATE) === STATE_FREE || isThread(process)) continue;
    if (other > INIT_PID && process !== self) {
      found = (found + 1) | 0;
      if (signal !== 0) sendSignal(process, signal);
    }
  }
  return found > 0 ? 0 : -ESRCH;
}

export function setDisposition(signal: i32, disposition: i32): i32 {
  if (signal < 1 || signal > SIGNAL_MAX || signal === SIGKILL || signal === SIGSTOP) return -EINVAL;
  if (disposition < 0 || disposition > DISPOSITION_CATCH) return -EINVAL;
  const process: u32 = currentProcess();
  const bit: i32 = signalBit(signal);
  const ignored: i32 = load32(process + PROCESS_IGNORED) & ~bit;
  const caught: i32 = load32(process + PROCESS_CAUGHT) & ~bit;
  store32(process + PROCESS_IGNORED, disposition === DISPOSITION_IGNORE ? ignored | bit : ignored);
  store32(process + PROCESS_CAUGHT, disposition === DISPOSITION_CATCH ? caught | bit : caught);
  if (disposition !== DISPOSITION_CATCH) deliverPending(process);
  return 0;
}

/** Takes the lowest caught pending signal, or 0. */
export function takePendingSignal(): i32 {
  const process: u32 = currentProcess();
  const pending: i32 = load32(process + PROCESS_PENDING) & load32(process + PROCESS_CAUGHT);
  if (pending === 0) return 0;
  for (let signal: i32 = 1; signal <= SIGNAL_MAX; signal = (signal + 1) | 0) {
    if ((pending & signalBit(signal)) !== 0) {
      store32(process + PROCESS_PENDING, load32(process + PROCESS_PENDING) & ~signalBit(signal));
      return signal;
    }
  }
  return 0;
}

/** Whether a blocking call must return: a caught signal waits (for the main thread), or the process is to end or stop. */
export function isInterrupted(): i32 {
  const process: u32 = currentProcess();
  const caught: i32 = load32(process + PROCESS_PENDING) & load32(process + PROCESS_CAUGHT);
  if (caught !== 0 && currentThread() === process) return 1;
  return load32(process + PROCESS_DYING);
}

/** write(2) on a pipe or socket that nobody reads. */
export function raiseBrokenPipe(): void {
  sendSignal(currentProcess(), SIGPIPE);
}
