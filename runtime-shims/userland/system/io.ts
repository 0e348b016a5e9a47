/** Reading and writing of descriptors, blocking as programs expect it: the kernel itself never blocks. */
import { POLLIN, POLLOUT } from '../../kernel/constants.ts';
import { EAGAIN, EINTR } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { concatenate, decode, encode } from './text.ts';

/** What happens while a call would block. */
export interface Waiting {
  /** A pipe is full: takes out what this very process is to read. True when there is room now. */
  relieve(): boolean;
  /** A caught signal is pending. */
  interrupted(): void;
}

/** For programs that catch no signals and read nothing of their own. */
export const plainWaiting = (kernel: SystemCalls): Waiting => ({
  relieve: () => false,
  interrupted: () => void kernel.takeSignal(),
});

/** Writes all of `data`. 0 or -errno. */
export function writeAll(kernel: SystemCalls, fd: number, data: Uint8Array, waiting: Waiting): number {
  for (let rest = data; rest.length; ) {
    const written = kernel.write(fd, rest, -1);
    if (written === -EAGAIN || written === -EINTR) {
      if (written === -EAGAIN && waiting.relieve()) continue;
      if (kernel.waitBlocking(fd, POLLOUT, -1) === -EINTR) waiting.interrupted();
    } else if (written < 0) return written;
    else rest = rest.subarray(written);
  }
  return 0;
}

/** Reads up to a buffer's length, waiting for the first byte. Bytes, 0 at the end, or -errno. */
export function readSome(kernel: SystemCalls, fd: number, buffer: Uint8Array, waiting: Waiting): number {
  for (;;) {
    const count = kernel.read(fd, buffer, -1);
    if (count !== -EAGAIN && count !== -EINTR) return count;
    if (kernel.waitBlocking(fd, POLLIN, -1) === -EINTR) waiting.interrupted();
  }
}

/** Waits `milliseconds`, or without end when negative. */
export function sleep(kernel: SystemCalls, milliseconds: number, interrupted: () => boolean = () => false): void {
  const end = milliseconds < 0 ? Number.POSITIVE_INFINITY : performance.now() + milliseconds;
  for (;;) {
    const words = new Int32Array(kernel.memory.buffer);
    const seen = Atomics.load(words, kernel.eventWord);
    // A system call is where a process stops that has been told to.
    kernel.getppid();
    const rest = end - performance.now();
    if (rest <= 0 || interrupted()) return;
    kernel.resting(() => Atomics.wait(words, kernel.eventWord, seen, rest));
  }
}

const chunkSize = 65_536;

/** Buffered output on one descriptor. */
export class Output {
  readonly #kernel: SystemCalls;
  readonly #fd: number;
  readonly #waiting: Waiting;
  #text = '';
  #pieces: Uint8Array[] = [];
  #size = 0;
  /** -errno of the first write that failed. */
  failed = 0;

  constructor(kernel: SystemCalls, fd: number, waiting: Waiting) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#waiting = waiting;
  }

  write(data: string | Uint8Array): void {
    if (typeof data === 'string') {
      this.#text += data;
      if (this.#text.length > chunkSize / 2) this.#seal();
    } else {
      this.#seal();
      if (this.#size === 0 && data.length >= chunkSize) {
        this.#send(data);
        return;
      }
      // The caller may fill its buffer anew.
      this.#pieces.push(data.slice());
      this.#size += data.length;
    }
    if (this.#size >= chunkSize) this.flush();
  }

  #seal(): void {
    if (!this.#text) return;
    const bytes = encode(this.#text);
    this.#text = '';
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }

  #send(data: Uint8Array): void {
    if (this.failed) return;
    const result = writeAll(this.#kernel, this.#fd, data, this.#waiting);
    if (result < 0) this.failed = result;
  }

  flush(): number {
    this.#seal();
    const [only] = this.#pieces;
    if (only) this.#send(this.#pieces.length === 1 ? only : concatenate(this.#pieces));
    this.#pieces = [];
    this.#size = 0;
    return this.failed;
  }
}

/** Input of one descriptor, by chunks or lines. */
export class Input {
  readonly #kernel: SystemCalls;
  readonly #fd: number;
  readonly #waiting: Waiting;
  readonly #beforeWaiting: () => void;
  readonly #buffer = new Uint8Array(chunkSize);
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;
  /** -errno of a read that failed. */
  failed = 0;
  /** Called once, at the end. */
  onEnd: () => void = () => {};

  /** `beforeWaiting`: output that is held back should go out before this blocks. */
  constructor(kernel: SystemCalls, fd: number, waiting: Waiting, beforeWaiting: () => void) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#waiting = waiting;
    this.#beforeWaiting = beforeWaiting;
  }

  /** The next bytes, valid until the next call; null at the end. */
  chunk(): Uint8Array | null {
    if (this.#rest.length) {
      const rest = this.#rest;
      this.#rest = new Uint8Array(0);
      return rest;
    }
    if (this.#ended) return null;
    let count = this.#kernel.read(this.#fd, this.#buffer, -1);
    if (count === -EAGAIN) {
      this.#beforeWaiting();
      count = readSome(this.#kernel, this.#fd, this.#buffer, this.#waiting);
    }
    if (count > 0) return this.#buffer.subarray(0, count);
    if (count < 0) this.failed = count;
    this.#ended = true;
    this.onEnd();
    return null;
  }

  /** The next line with its end, which the last one may lack; null at the end. Valid until the next call. */
  lineBytes(delimiter = 10): Uint8Array | null {
    let pieces: Uint8Array[] | undefined;
    for (;;) {
      const chunk = this.chunk();
      if (!chunk) return pieces ? concatenate(pieces) : null;
      const end = chunk.indexOf(delimiter);
      if (end < 0) {
        pieces ??= [];
        pieces.push(chunk.slice());
        continue;
      }
      this.#rest = chunk.subarray(end + 1);
      const line = chunk.subarray(0, end + 1);
      return pieces ? concatenate([...pieces, line]) : line;
    }
  }

  /** Lines without their ends. */
  *lines(delimiter = 10): Generator<string> {
    for (let line = this.lineBytes(delimiter); line; line = this.lineBytes(delimiter)) {
      yield decode(line.at(-1) === delimiter ? line.subarray(0, -1) : line);
    }
  }

  /** All that comes. */
  all(): Uint8Array<ArrayBuffer> {
    const pieces: Uint8Array[] = [];
    for (let chunk = this.chunk(); chunk; chunk = this.chunk()) pieces.push(chunk.slice());
    return concatenate(pieces);
  }

  text(): string {
    return decode(this.all());
  }
}
