/**
 * Pseudo-terminals (pty(7)): a controller end, which the terminal emulator holds, and a terminal end, which programs
 * have as stdin, stdout and stderr. What happens between them is line_discipline.ts.
 *
 * Differences from Linux, on purpose: tcsetattr and tcsetpgrp from a background group are allowed (Linux sends SIGTTOU
 * unless it is ignored, which every shell and Node do).
 */
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './constants.ts';
import { currentProcess } from './current.ts';
import { EAGAIN, EINVAL, EIO, ENOTTY, EPERM } from './errno.ts';
import { allocate, release } from './heap.ts';
import { PROCESS_IGNORED, PROCESS_PGID, PROCESS_SID, PROCESS_TERMINAL } from './layout.ts';
import {
  acceptsInput,
  canonicalModeChanged,
  ECHO_RESERVE,
  INPUT_CAPACITY,
  inputCount,
  OUTPUT_LIMIT,
  processInput,
  processOutput,
  readInput,
} from './line_discipline.ts';
import { wakeQueue } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { forgetTerminal, groupInSession, isOrphanedGroup } from './process_table.ts';
import {
  PTY_CFLAG,
  PTY_COLUMNS,
  PTY_CONTROLLER_QUEUE,
  PTY_CONTROLLERS,
  PTY_FLOW_STOPPED,
  PTY_FOREGROUND,
  PTY_HUNG_UP,
  PTY_IFLAG,
  PTY_INPUT,
  PTY_LFLAG,
  PTY_OFLAG,
  PTY_OUTPUT,
  PTY_ROWS,
  PTY_SESSION,
  PTY_SIZE,
  PTY_TERMINAL_QUEUE,
  PTY_TERMINALS,
} from './pty_layout.ts';
import { namePty, releasePtyInode, unnamePty } from './pty_names.ts';
import { ringCount, ringRead, ringRelease } from './ring.ts';
import { signalGroup } from './signal.ts';
import { SIGCONT, SIGHUP, SIGTTIN, SIGTTOU, SIGWINCH, signalBit } from './signal_numbers.ts';
import { DEFAULT_CFLAG, DEFAULT_IFLAG, DEFAULT_LFLAG, DEFAULT_OFLAG, ICANON, TOSTOP } from './termios.ts';

/** A program is told that it may write when this much of the output ring is free. */
const OUTPUT_LOW_WATER: i32 = 4096;

/** A pty with one open description at either end, 0 when memory or names are out. */
export function newPty(rows: i32, columns: i32): u32 {
  const pty: u32 = allocate(PTY_SIZE) >>> 0;
  if (pty === 0) return 0;
  const input: u32 = allocate(INPUT_CAPACITY * 2) >>> 0;
  if (input === 0) {
    release(pty);
    return 0;
  }
  store32(pty + PTY_INPUT, input);
  store32(pty + PTY_IFLAG, DEFAULT_IFLAG);
  store32(pty + PTY_OFLAG, DEFAULT_OFLAG);
  store32(pty + PTY_CFLAG, DEFAULT_CFLAG);
  store32(pty + PTY_LFLAG, DEFAULT_LFLAG);
  store32(pty + PTY_ROWS, rows);
  store32(pty + PTY_COLUMNS, columns);
  store32(pty + PTY_CONTROLLERS, 1);
  store32(pty + PTY_TERMINALS, 1);
  if (namePty(pty) !== 0) return pty;
  release(input);
  release(pty);
  return 0;
}

// — the controller end —

export function readController(pty: u32, to: u32, length: i32): i32 {
  if (length === 0) return 0;
  const ring: u32 = pty + PTY_OUTPUT;
  const before: i32 = ringCount(ring);
  if (before === 0) return load32(pty + PTY_TERMINALS) === 0 ? -EIO : -EAGAIN;
  const size: i32 = ringRead(ring, to, length);
  const mark: i32 = OUTPUT_LIMIT - ECHO_RESERVE - OUTPUT_LOW_WATER;
  if (before > mark && ((before - size) | 0) <= mark) wakeQueue(pty + PTY_TERMINAL_QUEUE);
  return size;
}

export function writeController(pty: u32, from: u32, length: i32): i32 {
  if (length === 0) return 0;
  const taken: i32 = processInput(pty, from, length);
  return taken > 0 ? taken : -EAGAIN;
}

export function controllerEvents(pty: u32): i32 {
  let events: i32 = acceptsInput(pty) !== 0 ? POLLOUT : 0;
  if (ringCount(pty + PTY_OUTPUT) > 0) events = events | POLLIN;
  if (load32(pty + PTY_TERMINALS) === 0) events = events | POLLHUP;
  return events;
}

// — the terminal end —

/** Whether the caller is in a background group of the terminal's session. */
function isBackground(pty: u32): i32 {
  const process: u32 = currentProcess();
  if (load32(process + PROCESS_TERMINAL) >>> 0 !== pty) return 0;
  const foreground: i32 = load32(pty + PTY_FOREGROUND);
  return foreground > 0 && load32(process + PROCESS_PGID) !== foreground ? 1 : 0;
}

/** Job control for a background caller: -EIO when the signal cannot stop it, else -EAGAIN with the group stopped. */
function stopBackground(signal: i32): i32 {
  const process: u32 = currentProcess();
  const ignored: i32 = load32(process + PROCESS_IGNORED) & signalBit(signal);
  const group: i32 = load32(process + PROCESS_PGID);
  if (ignored !== 0 || isOrphanedGroup(group, load32(process + PROCESS_SID)) !== 0) return -EIO;
  signalGroup(group, signal);
  return -EAGAIN;
}

export function readTerminal(pty: u32, to: u32, length: i32): i32 {
  if (load32(pty + PTY_HUNG_UP) !== 0) return 0;
  if (isBackground(pty) !== 0) return stopBackground(SIGTTIN);
  if (length === 0) return 0;
  const size: i32 = readInput(pty, to, length);
  return size < 0 ? -EAGAIN : size;
}

export function writeTerminal(pty: u32, from: u32, length: i32): i32 {
  if (load32(pty + PTY_HUNG_UP) !== 0) return -EIO;
  if ((load32(pty + PTY_LFLAG) & TOSTOP) !== 0 && isBackground(pty) !== 0) {
    const process: u32 = currentProcess();
    // A process that ignores SIGTTOU may write.
    if ((load32(process + PROCESS_IGNORED) & signalBit(SIGTTOU)) === 0) return stopBackground(SIGTTOU);
  }
  if (length === 0) return 0;
  const taken: i32 = processOutput(pty, from, length);
  return taken > 0 ? taken : -EAGAIN;
}

export function terminalBytesReadable(pty: u32): i32 {
  return inputCount(pty);
}

export function controllerBytesReadable(pty: u32): i32 {
  return ringCount(pty + PTY_OUTPUT);
}

export function terminalEvents(pty: u32): i32 {
  if (load32(pty + PTY_HUNG_UP) !== 0) return POLLIN | POLLOUT | POLLERR | POLLHUP;
  let events: i32 = inputCount(pty) > 0 ? POLLIN : 0;
  if (load32(pty + PTY_FLOW_STOPPED) === 0) {
    if (ringCount(pty + PTY_OUTPUT) <= OUTPUT_LIMIT - ECHO_RESERVE - OUTPUT_LOW_WATER) events = events | POLLOUT;
  }
  return events;
}

// — opening and closing —

/** One more description of the terminal end: an open of /dev/tty or /dev/pts/N. */
export function openTerminal(pty: u32): void {
  store32(pty + PTY_TERMINALS, (load32(pty + PTY_TERMINALS) + 1) | 0);
}

function releaseIfUnused(pty: u32): void {
  if (load32(pty + PTY_CONTROLLERS) !== 0 || load32(pty + PTY_TERMINALS) !== 0) return;
  forgetTerminal(pty);
  releasePtyInode(pty);
  ringRelease(pty + PTY_OUTPUT);
  release(load32(pty + PTY_INPUT) >>> 0);
  release(pty);
}

export function closeTerminal(pty: u32): void {
  const left: i32 = (load32(pty + PTY_TERMINALS) - 1) | 0;
  store32(pty + PTY_TERMINALS, left);
  if (left === 0) wakeQueue(pty + PTY_CONTROLLER_QUEUE);
  releaseIfUnused(pty);
}

/** The terminal emulator is gone: a modem hang-up for the session. */
export function closeController(pty: u32): void {
  const left: i32 = (load32(pty + PTY_CONTROLLERS) - 1) | 0;
  store32(pty + PTY_CONTROLLERS, left);
  if (left === 0) {
    store32(pty + PTY_HUNG_UP, 1);
    unnamePty(pty);
    const session: i32 = load32(pty + PTY_SESSION);
    const foreground: i32 = load32(pty + PTY_FOREGROUND);
    if (session > 0) hangUp(session);
    if (foreground > 0 && foreground !== session) hangUp(foreground);
    wakeQueue(pty + PTY_TERMINAL_QUEUE);
  }
  releaseIfUnused(pty);
}

function hangUp(group: i32): void {
  signalGroup(group, SIGHUP);
  signalGroup(group, SIGCONT);
}

// — the session —

/** Makes the pty the controlling terminal of a new session leader, unless it is another session's. */
export function adoptTerminal(pty: u32, process: u32): void {
  if (load32(pty + PTY_SESSION) !== 0) return;
  store32(pty + PTY_SESSION, load32(process + PROCESS_SID));
  store32(pty + PTY_FOREGROUND, load32(process + PROCESS_PGID));
  store32(process + PROCESS_TERMINAL, pty);
}

/** The session leader is dead: SIGHUP to the foreground group, and the terminal is free for another session. */
export function abandonTerminal(pty: u32): void {
  const foreground: i32 = load32(pty + PTY_FOREGROUND);
  store32(pty + PTY_SESSION, 0);
  store32(pty + PTY_FOREGROUND, 0);
  forgetTerminal(pty);
  if (foreground > 0) hangUp(foreground);
}

export function setForeground(pty: u32, pgid: i32): i32 {
  const process: u32 = currentProcess();
  if (load32(process + PROCESS_TERMINAL) >>> 0 !== pty) return -ENOTTY;
  if (pgid < 1) return -EINVAL;
  if (groupInSession(pgid, load32(process + PROCESS_SID)) === 0) return -EPERM;
  store32(pty + PTY_FOREGROUND, pgid);
  return 0;
}

export function setModes(pty: u32, iflag: i32, oflag: i32, cflag: i32, lflag: i32): void {
  const changed: i32 = load32(pty + PTY_LFLAG) ^ lflag;
  store32(pty + PTY_IFLAG, iflag);
  store32(pty + PTY_OFLAG, oflag);
  store32(pty + PTY_CFLAG, cflag);
  store32(pty + PTY_LFLAG, lflag);
  if ((changed & ICANON) !== 0) {
    canonicalModeChanged(pty);
    wakeQueue(pty + PTY_TERMINAL_QUEUE);
  }
}

export function setSize(pty: u32, columns: i32, rows: i32): void {
  if (load32(pty + PTY_COLUMNS) === columns && load32(pty + PTY_ROWS) === rows) return;
  store32(pty + PTY_COLUMNS, columns);
  store32(pty + PTY_ROWS, rows);
  const foreground: i32 = load32(pty + PTY_FOREGROUND);
  if (foreground > 0) signalGroup(foreground, SIGWINCH);
}
