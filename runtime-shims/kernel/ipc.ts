/**
 * The system calls of pipes, ptys and readiness as the kernel exports them: each takes the lock, does its work in one
 * piece and gives it back. `out` and buffers are addresses in the caller's transfer area.
 */
import { AF_UNIX, O_RDWR, O_WRONLY, SOCK_STREAM } from './constants.ts';
import { closeDescriptor, descriptorOf, installDescriptor, newDescription, releaseDescription } from './descriptor.ts';
import { EBADF, ENFILE, ENOMEM, ENOTTY } from './errno.ts';
import {
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  KIND_PIPE,
  KIND_PTY_CONTROLLER,
  KIND_PTY_TERMINAL,
  KIND_SOCKET,
} from './layout.ts';
import { lock, unlock } from './lock.ts';
import { closePipeEnd, newPipe } from './pipe.ts';
import { beginBlocking, collectReady, endBlocking, readyEvents, setInterest } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { closeController, closeTerminal, newPty, setForeground, setModes, setSize } from './pty.ts';
import { PTY_CFLAG, PTY_COLUMNS, PTY_FOREGROUND, PTY_IFLAG, PTY_LFLAG, PTY_OFLAG, PTY_ROWS } from './pty_layout.ts';
import { isInterrupted } from './signal.ts';
import { closeSocket, connectPair, newSocket } from './socket.ts';
import { isStream, streamBytesReadable } from './stream.ts';

/** Installs two new descriptions and stores their descriptors at `out`; both are released when either fails. */
function installPair(one: u32, other: u32, out: u32): i32 {
  const first: i32 = installDescriptor(one);
  if (first < 0) {
    releaseDescription(other);
    return first;
  }
  const second: i32 = installDescriptor(other);
  if (second < 0) {
    closeDescriptor(first);
    return second;
  }
  store32(out, first);
  store32(out + 4, second);
  return 0;
}

function makePipe(out: u32): i32 {
  const pipe: u32 = newPipe();
  if (pipe === 0) return -ENOMEM;
  const reader: u32 = newDescription(KIND_PIPE, 0, pipe);
  if (reader === 0) {
    closePipeEnd(pipe, 0);
    closePipeEnd(pipe, 1);
    return -ENFILE;
  }
  const writer: u32 = newDescription(KIND_PIPE, O_WRONLY, pipe);
  if (writer === 0) {
    closePipeEnd(pipe, 1);
    releaseDescription(reader);
    return -ENFILE;
  }
  return installPair(reader, writer, out);
}

export function sysPipe(out: u32): i32 {
  lock();
  const result: i32 = makePipe(out);
  unlock();
  return result;
}

function makePty(rows: i32, columns: i32, out: u32): i32 {
  const pty: u32 = newPty(rows, columns);
  if (pty === 0) return -ENOMEM;
  const controller: u32 = newDescription(KIND_PTY_CONTROLLER, O_RDWR, pty);
  if (controller === 0) {
    closeController(pty);
    closeTerminal(pty);
    return -ENFILE;
  }
  const terminal: u32 = newDescription(KIND_PTY_TERMINAL, O_RDWR, pty);
  if (terminal === 0) {
    closeTerminal(pty);
    releaseDescription(controller);
    return -ENFILE;
  }
  return installPair(controller, terminal, out);
}

export function sysOpenpty(rows: i32, columns: i32, out: u32): i32 {
  lock();
  const result: i32 = makePty(rows, columns, out);
  unlock();
  return result;
}

function makeSocketPair(out: u32): i32 {
  const one: u32 = newSocket(AF_UNIX, SOCK_STREAM);
  if (one === 0) return -ENOMEM;
  const other: u32 = newSocket(AF_UNIX, SOCK_STREAM);
  if (other === 0) {
    closeSocket(one);
    return -ENOMEM;
  }
  connectPair(one, other);
  const first: u32 = newDescription(KIND_SOCKET, O_RDWR, one);
  if (first === 0) {
    closeSocket(one);
    closeSocket(other);
    return -ENFILE;
  }
  const second: u32 = newDescription(KIND_SOCKET, O_RDWR, other);
  if (second === 0) {
    closeSocket(other);
    releaseDescription(first);
    return -ENFILE;
  }
  return installPair(first, second, out);
}

export function sysSocketpair(out: u32): i32 {
  lock();
  const result: i32 = makeSocketPair(out);
  unlock();
  return result;
}

// — terminals —

/** The pty behind a descriptor, by either end; 0 when it is none. */
function ptyOf(fd: i32): u32 {
  const description: u32 = descriptorOf(fd);
  if (description === 0) return 0;
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  if (kind !== KIND_PTY_CONTROLLER && kind !== KIND_PTY_TERMINAL) return 0;
  return load32(description + DESCRIPTION_OBJECT) >>> 0;
}

/** Why {@link ptyOf} answered 0. */
function notTerminal(fd: i32): i32 {
  return descriptorOf(fd) === 0 ? -EBADF : -ENOTTY;
}

export function sysIsatty(fd: i32): i32 {
  lock();
  const result: i32 = ptyOf(fd) !== 0 ? 1 : 0;
  unlock();
  return result;
}

export function sysTcgetattr(fd: i32, out: u32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : 0;
  if (pty !== 0) {
    store32(out, load32(pty + PTY_IFLAG));
    store32(out + 4, load32(pty + PTY_OFLAG));
    store32(out + 8, load32(pty + PTY_CFLAG));
    store32(out + 12, load32(pty + PTY_LFLAG));
  }
  unlock();
  return result;
}

export function sysTcsetattr(fd: i32, iflag: i32, oflag: i32, cflag: i32, lflag: i32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : 0;
  if (pty !== 0) setModes(pty, iflag, oflag, cflag, lflag);
  unlock();
  return result;
}

export function sysGetWindowSize(fd: i32, out: u32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : 0;
  if (pty !== 0) {
    store32(out, load32(pty + PTY_COLUMNS));
    store32(out + 4, load32(pty + PTY_ROWS));
  }
  unlock();
  return result;
}

export function sysSetWindowSize(fd: i32, columns: i32, rows: i32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : 0;
  if (pty !== 0) setSize(pty, columns, rows);
  unlock();
  return result;
}

export function sysTcsetpgrp(fd: i32, pgid: i32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : setForeground(pty, pgid);
  unlock();
  return result;
}

export function sysTcgetpgrp(fd: i32): i32 {
  lock();
  const pty: u32 = ptyOf(fd);
  const result: i32 = pty === 0 ? notTerminal(fd) : load32(pty + PTY_FOREGROUND);
  unlock();
  return result;
}

export function sysBytesReadable(fd: i32): i32 {
  lock();
  const description: u32 = descriptorOf(fd);
  let result: i32 = -ENOTTY;
  if (description === 0) result = -EBADF;
  else if (isStream(description) !== 0) result = streamBytesReadable(description);
  unlock();
  return result;
}

// — readiness —

export function sysPollInterest(fd: i32, events: i32): i32 {
  lock();
  const result: i32 = setInterest(fd, events);
  unlock();
  return result;
}

export function sysPollReady(out: u32, capacity: i32): i32 {
  lock();
  const result: i32 = collectReady(out, capacity);
  unlock();
  return result;
}

export function sysBeginBlocking(fd: i32): i32 {
  lock();
  const result: i32 = beginBlocking(fd);
  unlock();
  return result;
}

export function sysEndBlocking(): void {
  lock();
  endBlocking();
  unlock();
}

export function sysReadyEvents(fd: i32, events: i32): i32 {
  lock();
  const result: i32 = readyEvents(fd, events);
  unlock();
  return result;
}

export function sysIsInterrupted(): i32 {
  lock();
  const result: i32 = isInterrupted();
  unlock();
  return result;
}
