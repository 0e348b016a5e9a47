/** Reading, writing and closing what is no file: pipes, ptys, sockets, by the kind of the description. */
import { EBADF, EINVAL } from './errno.ts';
import {
  DESCRIPTION_FLAGS,
  DESCRIPTION_KIND,
  DESCRIPTION_OBJECT,
  KIND_PIPE,
  KIND_PTY_CONTROLLER,
  KIND_PTY_TERMINAL,
  KIND_SOCKET,
} from './layout.ts';
import { closePipeEnd, pipeBytesReadable, readPipe, writePipe } from './pipe.ts';
import { load32 } from './primitives.ts';
import {
  closeController,
  closeTerminal,
  controllerBytesReadable,
  readController,
  readTerminal,
  terminalBytesReadable,
  writeController,
  writeTerminal,
} from './pty.ts';
import { closeSocket } from './socket.ts';
import { readSocket, socketBytesReadable, writeSocket } from './socket_stream.ts';

/** Whether a description is one of those that this file serves. */
export function isStream(description: u32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  return kind >= KIND_PIPE && kind <= KIND_SOCKET ? 1 : 0;
}

/** A pipe's end is told by its access mode: O_RDONLY 0, O_WRONLY 1. */
function isWriteEnd(description: u32): i32 {
  return load32(description + DESCRIPTION_FLAGS) & 1;
}

export function readStream(description: u32, to: u32, length: i32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) return isWriteEnd(description) !== 0 ? -EBADF : readPipe(object, to, length);
  if (kind === KIND_PTY_CONTROLLER) return readController(object, to, length);
  if (kind === KIND_PTY_TERMINAL) return readTerminal(object, to, length);
  if (kind === KIND_SOCKET) return readSocket(object, to, length);
  return -EINVAL;
}

export function writeStream(description: u32, from: u32, length: i32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) return isWriteEnd(description) === 0 ? -EBADF : writePipe(object, from, length);
  if (kind === KIND_PTY_CONTROLLER) return writeController(object, from, length);
  if (kind === KIND_PTY_TERMINAL) return writeTerminal(object, from, length);
  if (kind === KIND_SOCKET) return writeSocket(object, from, length);
  return -EINVAL;
}

/** The last descriptor of the description is gone. */
export function closeStream(description: u32): void {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) closePipeEnd(object, isWriteEnd(description));
  else if (kind === KIND_PTY_CONTROLLER) closeController(object);
  else if (kind === KIND_PTY_TERMINAL) closeTerminal(object);
  else if (kind === KIND_SOCKET) closeSocket(object);
}

/** FIONREAD. */
export function streamBytesReadable(description: u32): i32 {
  const kind: i32 = load32(description + DESCRIPTION_KIND);
  const object: u32 = load32(description + DESCRIPTION_OBJECT) >>> 0;
  if (kind === KIND_PIPE) return pipeBytesReadable(object);
  if (kind === KIND_PTY_CONTROLLER) return controllerBytesReadable(object);
  if (kind === KIND_PTY_TERMINAL) return terminalBytesReadable(object);
  if (kind === KIND_SOCKET) return socketBytesReadable(object);
  return -EINVAL;
}
