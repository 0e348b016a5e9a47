/**
 * The line discipline of a terminal: what typed bytes become on their way to the program, what is echoed, and what
 * happens to the program's output. Behaviour: termios(3) and Linux's N_TTY.
 *
 * Input lies in a ring of bytes with a parallel ring of marks. Three counters run through it modulo the capacity:
 * TAIL (next byte to read) ≤ CANON (end of the committed lines) ≤ HEAD (end of the line being edited). Outside
 * canonical mode all up to HEAD can be read. So a change of mode never moves a byte.
 */
import { wakeQueue } from './poll.ts';
import { load8, load32, store8, store32 } from './primitives.ts';
import {
  PTY_COLUMN,
  PTY_CONTROLLER_QUEUE,
  PTY_FLOW_STOPPED,
  PTY_FOREGROUND,
  PTY_IFLAG,
  PTY_INPUT,
  PTY_INPUT_CANON,
  PTY_INPUT_HEAD,
  PTY_INPUT_TAIL,
  PTY_LFLAG,
  PTY_LINE_COLUMN,
  PTY_LITERAL,
  PTY_OFLAG,
  PTY_ONE_BYTE,
  PTY_OUTPUT,
  PTY_TERMINAL_QUEUE,
} from './pty_layout.ts';
import { ringClear, ringCount, ringWrite } from './ring.ts';
import { signalGroup } from './signal.ts';
import { SIGINT, SIGQUIT, SIGTSTP } from './signal_numbers.ts';
import {
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  IMAXBEL,
  INLCR,
  ISIG,
  ISTRIP,
  IUTF8,
  IXANY,
  IXON,
  NOFLSH,
  OCRNL,
  ONLCR,
  ONLRET,
  OPOST,
  VEOF,
  VERASE,
  VINTR,
  VKILL,
  VLNEXT,
  VQUIT,
  VREPRINT,
  VSTART,
  VSTOP,
  VSUSP,
  VWERASE,
} from './termios.ts';

/** Bytes of typed input kept for the program; a power of two. Linux keeps 4096; this lets a paste through in one piece. */
export const INPUT_CAPACITY: i32 = 16384;
/** Longest line that can be edited, in bytes, without its newline: Linux's N_TTY_BUF_SIZE - 1. */
const MAX_CANON: i32 = 4095;
/** Bytes of output waiting for the terminal emulator. Large enough for a full screen, small enough that ^C is felt. */
export const OUTPUT_LIMIT: i32 = 65536;
/** Part of the output ring that programs cannot fill, so that echo always shows. */
export const ECHO_RESERVE: i32 = 1024;

const MARK_NONE: i32 = 0;
/** The byte ends a line and belongs to it. */
const MARK_END: i32 = 1;
/** An end of file was typed here; the byte is no data. */
const MARK_EOF: i32 = 2;

const ERASE_CHARACTER: i32 = 0;
const ERASE_WORD: i32 = 1;
const ERASE_LINE: i32 = 2;

const BELL: i32 = 7;
const BACKSPACE: i32 = 8;
const TAB: i32 = 9;
const NEWLINE: i32 = 10;
const RETURN: i32 = 13;
const SPACE: i32 = 32;
const CARET: i32 = 94;

function byteAt(pty: u32, position: i32): i32 {
  return load8((load32(pty + PTY_INPUT) >>> 0) + (position & (INPUT_CAPACITY - 1)));
}

function markAt(pty: u32, position: i32): i32 {
  return load8((load32(pty + PTY_INPUT) >>> 0) + INPUT_CAPACITY + (position & (INPUT_CAPACITY - 1)));
}

function setMark(pty: u32, position: i32, mark: i32): void {
  store8((load32(pty + PTY_INPUT) >>> 0) + INPUT_CAPACITY + (position & (INPUT_CAPACITY - 1)), mark);
}

function isControl(c: i32): i32 {
  return c < SPACE || c === 127 ? 1 : 0;
}

function isContinuation(pty: u32, c: i32): i32 {
  return (load32(pty + PTY_IFLAG) & IUTF8) !== 0 && (c & 0xc0) === 0x80 ? 1 : 0;
}

/** A byte of a word for ^W. Bytes above ASCII are parts of letters. */
function isWord(c: i32): i32 {
  if (c >= 128 || c === 95) return 1;
  if (c >= 48 && c <= 57) return 1;
  if (c >= 65 && c <= 90) return 1;
  return c >= 97 && c <= 122 ? 1 : 0;
}

// — output —

function moveColumn(pty: u32, c: i32): void {
  const column: i32 = load32(pty + PTY_COLUMN);
  if (c === RETURN) store32(pty + PTY_COLUMN, 0);
  else if (c === BACKSPACE) store32(pty + PTY_COLUMN, column > 0 ? (column - 1) | 0 : 0);
  else if (c === TAB) store32(pty + PTY_COLUMN, (column + 8 - (column & 7)) | 0);
  else if (isControl(c) === 0 && isContinuation(pty, c) === 0) store32(pty + PTY_COLUMN, (column + 1) | 0);
}

function emit(pty: u32, c: i32, limit: i32): i32 {
  store8(pty + PTY_ONE_BYTE, c);
  return ringWrite(pty + PTY_OUTPUT, pty + PTY_ONE_BYTE, 1, limit);
}

/** Puts one byte through output processing; 0 when the ring has no room for it, with nothing written. */
function outputByte(pty: u32, c: i32, limit: i32): i32 {
  const oflag: i32 = load32(pty + PTY_OFLAG);
  let byte: i32 = c;
  if ((oflag & OPOST) !== 0) {
    if (byte === NEWLINE) {
      if ((oflag & ONLCR) !== 0) {
        if (((ringCount(pty + PTY_OUTPUT) + 2) | 0) > limit) return 0;
        if (emit(pty, RETURN, limit) === 0) return 0;
        store32(pty + PTY_COLUMN, 0);
      } else if ((oflag & ONLRET) !== 0) store32(pty + PTY_COLUMN, 0);
    } else if (byte === RETURN && (oflag & OCRNL) !== 0) byte = NEWLINE;
    moveColumn(pty, byte);
  }
  return emit(pty, byte, limit);
}

/** The program's output: bytes consumed, fewer than `length` (or 0) when the ring is full or the user typed ^S. */
export function processOutput(pty: u32, from: u32, length: i32): i32 {
  if (load32(pty + PTY_FLOW_STOPPED) !== 0) return 0;
  const limit: i32 = OUTPUT_LIMIT - ECHO_RESERVE;
  const ring: u32 = pty + PTY_OUTPUT;
  const post: i32 = load32(pty + PTY_OFLAG) & OPOST;
  const before: i32 = ringCount(ring);
  let done: i32 = 0;
  while (done < length) {
    // A run of bytes that stand for themselves goes over in one copy.
    let end: i32 = done;
    if (post === 0) end = length;
    else {
      while (end < length) {
        const c: i32 = load8(from + end);
        if (c === NEWLINE || c === RETURN) break;
        moveColumn(pty, c);
        end = (end + 1) | 0;
      }
    }
    if (end > done) {
      const copied: i32 = ringWrite(ring, from + done, (end - done) | 0, limit);
      done = (done + copied) | 0;
      if (done < end) break;
    }
    if (done < length) {
      if (outputByte(pty, load8(from + done), limit) === 0) break;
      done = (done + 1) | 0;
    }
  }
  if (before === 0 && ringCount(ring) > 0) wakeQueue(pty + PTY_CONTROLLER_QUEUE);
  return done;
}

// — echo —

/** Echo goes into the reserve; when even that is full it is lost, as on a real terminal that nobody reads. */
function echoRaw(pty: u32, c: i32): void {
  outputByte(pty, c, OUTPUT_LIMIT);
}

function echo(pty: u32, c: i32): void {
  if ((load32(pty + PTY_LFLAG) & ECHOCTL) !== 0 && isControl(c) !== 0 && c !== TAB) {
    echoRaw(pty, CARET);
    echoRaw(pty, c ^ 64);
  } else echoRaw(pty, c);
}

/** `echo` of a byte of the line; the column where the line began is kept for erasing tabs. */
function echoTyped(pty: u32, c: i32): void {
  if ((load32(pty + PTY_LFLAG) & ECHO) === 0) return;
  if (load32(pty + PTY_INPUT_HEAD) === load32(pty + PTY_INPUT_CANON)) {
    store32(pty + PTY_LINE_COLUMN, load32(pty + PTY_COLUMN));
  }
  echo(pty, c);
}

function echoErase(pty: u32): void {
  echoRaw(pty, BACKSPACE);
  echoRaw(pty, SPACE);
  echoRaw(pty, BACKSPACE);
}

/** Moves the cursor back over a tab: as far as the tab had moved it. */
function echoEraseTab(pty: u32): void {
  let width: i32 = 0;
  let position: i32 = load32(pty + PTY_INPUT_HEAD);
  const start: i32 = load32(pty + PTY_INPUT_CANON);
  let afterTab: i32 = 0;
  while (position !== start) {
    position = (position - 1) | 0;
    const c: i32 = byteAt(pty, position);
    if (c === TAB) {
      afterTab = 1;
      break;
    }
    if (isControl(c) !== 0) width = (width + 2) | 0;
    else if (isContinuation(pty, c) === 0) width = (width + 1) | 0;
  }
  if (afterTab === 0) width = (width + load32(pty + PTY_LINE_COLUMN)) | 0;
  for (let i: i32 = (8 - (width & 7)) | 0; i > 0; i = (i - 1) | 0) echoRaw(pty, BACKSPACE);
}

function erase(pty: u32, what: i32): void {
  const canon: i32 = load32(pty + PTY_INPUT_CANON);
  if (load32(pty + PTY_INPUT_HEAD) === canon) return;
  const lflag: i32 = load32(pty + PTY_LFLAG);
  if (what === ERASE_LINE) {
    const visual: i32 = ECHOK | ECHOKE | ECHOE;
    if ((lflag & ECHO) === 0 || (lflag & visual) !== visual) {
      store32(pty + PTY_INPUT_HEAD, canon);
      if ((lflag & ECHO) === 0) return;
      echo(pty, VKILL);
      if ((lflag & ECHOK) !== 0) echoRaw(pty, NEWLINE);
      return;
    }
  }
  let seen: i32 = 0;
  while (load32(pty + PTY_INPUT_HEAD) !== canon) {
    let head: i32 = (load32(pty + PTY_INPUT_HEAD) - 1) | 0;
    let c: i32 = byteAt(pty, head);
    while (isContinuation(pty, c) !== 0 && head !== canon) {
      head = (head - 1) | 0;
      c = byteAt(pty, head);
    }
    if (what === ERASE_WORD) {
      if (isWord(c) !== 0) seen = 1;
      else if (seen !== 0) break;
    }
    store32(pty + PTY_INPUT_HEAD, head);
    if ((lflag & ECHO) !== 0) {
      if (what === ERASE_CHARACTER && (lflag & ECHOE) === 0) echo(pty, VERASE);
      else if (c === TAB) echoEraseTab(pty);
      else {
        if (isControl(c) !== 0 && (lflag & ECHOCTL) !== 0) echoErase(pty);
        if (isControl(c) === 0 || (lflag & ECHOCTL) !== 0) echoErase(pty);
      }
    }
    if (what === ERASE_CHARACTER) break;
  }
}

// — input —

function append(pty: u32, c: i32, mark: i32): void {
  const head: i32 = load32(pty + PTY_INPUT_HEAD);
  store8((load32(pty + PTY_INPUT) >>> 0) + (head & (INPUT_CAPACITY - 1)), c);
  setMark(pty, head, mark);
  store32(pty + PTY_INPUT_HEAD, (head + 1) | 0);
}

function commit(pty: u32, c: i32, mark: i32): void {
  append(pty, c, mark);
  store32(pty + PTY_INPUT_CANON, load32(pty + PTY_INPUT_HEAD));
  wakeQueue(pty + PTY_TERMINAL_QUEUE);
}

/** Bytes that may still be appended. */
function room(pty: u32): i32 {
  return (INPUT_CAPACITY - 1 - ((load32(pty + PTY_INPUT_HEAD) - load32(pty + PTY_INPUT_TAIL)) | 0)) | 0;
}

export function flushInput(pty: u32): void {
  const head: i32 = load32(pty + PTY_INPUT_HEAD);
  store32(pty + PTY_INPUT_TAIL, head);
  store32(pty + PTY_INPUT_CANON, head);
  wakeQueue(pty + PTY_CONTROLLER_QUEUE);
}

function setFlowStopped(pty: u32, stopped: i32): void {
  if (load32(pty + PTY_FLOW_STOPPED) === stopped) return;
  store32(pty + PTY_FLOW_STOPPED, stopped);
  if (stopped === 0) wakeQueue(pty + PTY_TERMINAL_QUEUE);
}

/** The signal that a byte raises in this terminal, or 0. */
function signalOf(pty: u32, c: i32): i32 {
  if ((load32(pty + PTY_LFLAG) & ISIG) === 0 || load32(pty + PTY_LITERAL) !== 0) return 0;
  if (c === VINTR) return SIGINT;
  if (c === VQUIT) return SIGQUIT;
  return c === VSUSP ? SIGTSTP : 0;
}

function raise(pty: u32, signal: i32, c: i32): void {
  const lflag: i32 = load32(pty + PTY_LFLAG);
  if ((lflag & NOFLSH) === 0) {
    ringClear(pty + PTY_OUTPUT);
    flushInput(pty);
  }
  setFlowStopped(pty, 0);
  if ((lflag & ECHO) !== 0) echo(pty, c);
  const group: i32 = load32(pty + PTY_FOREGROUND);
  if (group > 0) signalGroup(group, signal);
  // The output ring may have been full: its writers can go on.
  wakeQueue(pty + PTY_TERMINAL_QUEUE);
}

/** One typed byte in canonical mode, after CR/NL mapping. 0 when it must wait for the program to read. */
function receiveCanonical(pty: u32, c: i32, lflag: i32): i32 {
  const extended: i32 = lflag & IEXTEN;
  if (c === VERASE) {
    erase(pty, ERASE_CHARACTER);
    return 1;
  }
  if (c === VKILL) {
    erase(pty, ERASE_LINE);
    return 1;
  }
  if (c === VWERASE && extended !== 0) {
    erase(pty, ERASE_WORD);
    return 1;
  }
  if (c === VLNEXT && extended !== 0) {
    store32(pty + PTY_LITERAL, 1);
    if ((lflag & ECHO) !== 0 && (lflag & ECHOCTL) !== 0) {
      echoRaw(pty, CARET);
      echoRaw(pty, BACKSPACE);
    }
    return 1;
  }
  if (c === VREPRINT && extended !== 0 && (lflag & ECHO) !== 0) {
    echo(pty, c);
    echoRaw(pty, NEWLINE);
    const head: i32 = load32(pty + PTY_INPUT_HEAD);
    for (let i: i32 = load32(pty + PTY_INPUT_CANON); i !== head; i = (i + 1) | 0) echo(pty, byteAt(pty, i));
    return 1;
  }
  if (c === NEWLINE || c === VEOF) {
    if (room(pty) < 0) return 0;
    if (c === VEOF) commit(pty, 0, MARK_EOF);
    else {
      if ((lflag & (ECHO | ECHONL)) !== 0) echoRaw(pty, c);
      commit(pty, c, MARK_END);
    }
    return 1;
  }
  return receivePlain(pty, c, lflag, 0);
}

/** `newline`: a carriage return that became one, which is echoed as it is even where ^J would be. */
function receivePlain(pty: u32, c: i32, lflag: i32, newline: i32): i32 {
  if ((lflag & ICANON) !== 0) {
    if (((load32(pty + PTY_INPUT_HEAD) - load32(pty + PTY_INPUT_CANON)) | 0) >= MAX_CANON) {
      if ((load32(pty + PTY_IFLAG) & IMAXBEL) !== 0) echoRaw(pty, BELL);
      return 1;
    }
  }
  if (room(pty) <= 0) return 0;
  if (newline === 0) echoTyped(pty, c);
  else if ((lflag & ECHO) !== 0) echoRaw(pty, c);
  append(pty, c, MARK_NONE);
  if ((lflag & ICANON) === 0) wakeQueue(pty + PTY_TERMINAL_QUEUE);
  return 1;
}

/** One typed byte. 1: taken. 0: the program must read first. */
function receiveByte(pty: u32, byte: i32): i32 {
  const iflag: i32 = load32(pty + PTY_IFLAG);
  const lflag: i32 = load32(pty + PTY_LFLAG);
  let c: i32 = (iflag & ISTRIP) !== 0 ? byte & 0x7f : byte;
  if (load32(pty + PTY_LITERAL) !== 0) {
    if (room(pty) <= 0) return 0;
    store32(pty + PTY_LITERAL, 0);
    return receivePlain(pty, c, lflag, 0);
  }
  if ((iflag & IXON) !== 0) {
    if (c === VSTART || c === VSTOP) {
      setFlowStopped(pty, c === VSTOP ? 1 : 0);
      return 1;
    }
  }
  const signal: i32 = signalOf(pty, c);
  if (signal !== 0) {
    raise(pty, signal, c);
    return 1;
  }
  if ((iflag & IXANY) !== 0) setFlowStopped(pty, 0);
  if (c === RETURN) {
    if ((iflag & IGNCR) !== 0) return 1;
    if ((iflag & ICRNL) !== 0) c = NEWLINE;
  } else if (c === NEWLINE && (iflag & INLCR) !== 0) c = RETURN;
  if ((lflag & ICANON) !== 0) return receiveCanonical(pty, c, lflag);
  return receivePlain(pty, c, lflag, byte === RETURN && c === NEWLINE ? 1 : 0);
}

/** Typed bytes: how many were taken. */
export function processInput(pty: u32, from: u32, length: i32): i32 {
  const before: i32 = ringCount(pty + PTY_OUTPUT);
  let done: i32 = 0;
  while (done < length) {
    if (receiveByte(pty, load8(from + done)) === 0) {
      // Nobody reads. A ^C further on would discard what is before it anyway: let it through, so that a program that
      // never reads can always be stopped.
      if ((load32(pty + PTY_LFLAG) & NOFLSH) !== 0) break;
      let next: i32 = done;
      while (next < length && signalOf(pty, load8(from + next)) === 0) next = (next + 1) | 0;
      if (next >= length) break;
      done = next;
    } else done = (done + 1) | 0;
  }
  if (before === 0 && ringCount(pty + PTY_OUTPUT) > 0) wakeQueue(pty + PTY_CONTROLLER_QUEUE);
  return done;
}

/** Whether typed bytes would be taken now. */
export function acceptsInput(pty: u32): i32 {
  return room(pty) > 0 ? 1 : 0;
}

/** End of what can be read now. */
function readableEnd(pty: u32): i32 {
  return (load32(pty + PTY_LFLAG) & ICANON) !== 0 ? load32(pty + PTY_INPUT_CANON) : load32(pty + PTY_INPUT_HEAD);
}

export function inputCount(pty: u32): i32 {
  return (readableEnd(pty) - load32(pty + PTY_INPUT_TAIL)) | 0;
}

/**
 * The program's read: bytes copied (0: an end of file was typed), or -1 when there is nothing. In canonical mode at
 * most one line.
 */
export function readInput(pty: u32, to: u32, length: i32): i32 {
  const canonical: i32 = load32(pty + PTY_LFLAG) & ICANON;
  const end: i32 = readableEnd(pty);
  const full: i32 = room(pty) <= 0 ? 1 : 0;
  let tail: i32 = load32(pty + PTY_INPUT_TAIL);
  if (tail === end) return -1;
  let done: i32 = 0;
  while (tail !== end) {
    const mark: i32 = markAt(pty, tail);
    if (canonical !== 0 && mark === MARK_EOF) {
      tail = (tail + 1) | 0;
      break;
    }
    if (done >= length) break;
    store8(to + done, byteAt(pty, tail));
    done = (done + 1) | 0;
    tail = (tail + 1) | 0;
    if (canonical !== 0 && mark === MARK_END) break;
  }
  store32(pty + PTY_INPUT_TAIL, tail);
  if (full !== 0) wakeQueue(pty + PTY_CONTROLLER_QUEUE);
  return done;
}

/** Keeps the readable part right when canonical mode is switched: what was typed so far becomes readable. */
export function canonicalModeChanged(pty: u32): void {
  const head: i32 = load32(pty + PTY_INPUT_HEAD);
  if ((load32(pty + PTY_LFLAG) & ICANON) !== 0 && head !== load32(pty + PTY_INPUT_TAIL)) {
    for (let i: i32 = load32(pty + PTY_INPUT_TAIL); i !== head; i = (i + 1) | 0) {
      if (markAt(pty, i) !== MARK_EOF) setMark(pty, i, MARK_NONE);
    }
    if (markAt(pty, (head - 1) | 0) === MARK_NONE) setMark(pty, (head - 1) | 0, MARK_END);
  }
  store32(pty + PTY_INPUT_CANON, head);
}
