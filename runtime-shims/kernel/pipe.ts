/** pipe(7): a ring between a read end and a write end. Each end is one open file description. */
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './constants.ts';
import { EAGAIN, EPIPE } from './errno.ts';
import { allocate, release } from './heap.ts';
import { wakeQueue } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { RING_SIZE, ringCount, ringRead, ringRelease, ringWrite } from './ring.ts';
import { raiseBrokenPipe } from './signal.ts';

/** Bytes a pipe holds, as on Linux. */
const PIPE_CAPACITY: i32 = 65536;
/** Writes up to this many bytes go in whole or not at all (POSIX; Linux's value). */
const PIPE_BUF: i32 = 4096;

const PIPE_READER: u32 = 0;
const PIPE_WRITER: u32 = 4;
const PIPE_READ_QUEUE: u32 = 8;
const PIPE_WRITE_QUEUE: u32 = 12;
const PIPE_RING: u32 = 16;
const PIPE_SIZE: u32 = 16 + RING_SIZE;

/** A pipe with both ends open, 0 when memory is out. */
export function newPipe(): u32 {
  const pipe: u32 = allocate(PIPE_SIZE) >>> 0;
  if (pipe === 0) return 0;
  store32(pipe + PIPE_READER, 1);
  store32(pipe + PIPE_WRITER, 1);
  return pipe;
}

export function pipeQueue(pipe: u32, isWriter: i32): u32 {
  return isWriter !== 0 ? pipe + PIPE_WRITE_QUEUE : pipe + PIPE_READ_QUEUE;
}

export function readPipe(pipe: u32, to: u32, length: i32): i32 {
  if (length === 0) return 0;
  const before: i32 = ringCount(pipe + PIPE_RING);
  if (before === 0) return load32(pipe + PIPE_WRITER) !== 0 ? -EAGAIN : 0;
  const size: i32 = ringRead(pipe + PIPE_RING, to, length);
  const mark: i32 = PIPE_CAPACITY - PIPE_BUF;
  if (before > mark && ((before - size) | 0) <= mark) wakeQueue(pipe + PIPE_WRITE_QUEUE);
  return size;
}

export function writePipe(pipe: u32, from: u32, length: i32): i32 {
  if (load32(pipe + PIPE_READER) === 0) {
    raiseBrokenPipe();
    return -EPIPE;
  }
  if (length === 0) return 0;
  const before: i32 = ringCount(pipe + PIPE_RING);
  if (length <= PIPE_BUF && ((PIPE_CAPACITY - before) | 0) < length) return -EAGAIN;
  const size: i32 = ringWrite(pipe + PIPE_RING, from, length, PIPE_CAPACITY);
  if (size === 0) return -EAGAIN;
  if (before === 0) wakeQueue(pipe + PIPE_READ_QUEUE);
  return size;
}

/** The last descriptor of one end is gone. */
export function closePipeEnd(pipe: u32, isWriter: i32): void {
  store32(isWriter !== 0 ? pipe + PIPE_WRITER : pipe + PIPE_READER, 0);
  if (load32(pipe + PIPE_READER) === 0 && load32(pipe + PIPE_WRITER) === 0) {
    ringRelease(pipe + PIPE_RING);
    release(pipe);
    return;
  }
  wakeQueue(pipeQueue(pipe, isWriter !== 0 ? 0 : 1));
}

export function pipeBytesReadable(pipe: u32): i32 {
  return ringCount(pipe + PIPE_RING);
}

export function pipeEvents(pipe: u32, isWriter: i32): i32 {
  const count: i32 = ringCount(pipe + PIPE_RING);
  if (isWriter !== 0) {
    if (load32(pipe + PIPE_READER) === 0) return POLLOUT | POLLERR;
    return count <= PIPE_CAPACITY - PIPE_BUF ? POLLOUT : 0;
  }
  return (count > 0 ? POLLIN : 0) | (load32(pipe + PIPE_WRITER) === 0 ? POLLHUP : 0);
}
