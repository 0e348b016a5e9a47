/**
 * Reads and writes that behave as on a blocking descriptor over a kernel that never blocks: the sync form sleeps, the
 * async form watches the descriptor. A program that set O_NONBLOCK gets EAGAIN, as natively.
 */
import type { Environment } from '../../environment.ts';
import { POLLIN, POLLOUT, UV_EAGAIN } from '../../uv_numbers.ts';
import { waitUntilReady } from '../../wait_until_ready.ts';

const F_GETFL = 3;
const O_NONBLOCK = 0o4000;

export interface DescriptorIo {
  /** Into `buffer[start…]`, at most `length` bytes. */
  readSync(fd: number, buffer: Uint8Array, position: number, start?: number, length?: number): number;
  /** Writes all of `data[start…]` unless an error comes between; the bytes written, or the error when it was the first. */
  writeSync(fd: number, data: Uint8Array, position: number, start?: number, length?: number): number;
  /** `done` runs in a callback of the loop. */
  read(fd: number, buffer: Uint8Array, position: number, done: (result: number) => void): void;
  write(fd: number, data: Uint8Array, position: number, done: (result: number) => void): void;
}

export function descriptorIo(environment: Environment): DescriptorIo {
  const { kernel, loop } = environment;
  const mayBlock = (fd: number): boolean => (kernel.fcntl(fd, F_GETFL, 0) & O_NONBLOCK) === 0;

  /** One attempt to go on with a write: is it finished? */
  function advance(
    fd: number,
    data: Uint8Array,
    position: number,
    written: number,
  ): { result: number; again: boolean } {
    let total = written;
    for (;;) {
      const rest = total === 0 ? data : data.subarray(total);
      const result = kernel.write(fd, rest, position < 0 ? position : position + total);
      if (result < 0) {
        if (result === UV_EAGAIN && mayBlock(fd)) return { result: total, again: true };
        return { result: total > 0 ? total : result, again: false };
      }
      total += result;
      if (total >= data.length || result === 0) return { result: total, again: false };
    }
  }

  function whenReady(fd: number, events: number, attempt: () => boolean): void {
    const watch = loop.poll(fd, events, () => {
      watch.setEvents(0);
      if (attempt()) watch.close();
      else watch.setEvents(events);
    });
  }

  return {
    readSync(fd, buffer, position, start = 0, length = buffer.length - start) {
      for (;;) {
        const result = kernel.read(fd, buffer, position, start, length);
        if (result !== UV_EAGAIN || !mayBlock(fd)) return result;
        waitUntilReady(kernel, fd, POLLIN);
      }
    },

    writeSync(fd, source, position, start = 0, length = source.length - start) {
      const first = kernel.write(fd, source, position, start, length);
      if (first === length) return first;
      const data = source.subarray(start, start + length);
      let total = Math.max(first, 0);
      if (first < 0 && (first !== UV_EAGAIN || !mayBlock(fd))) return first;
      for (;;) {
        const { result, again } = advance(fd, data, position, total);
        if (!again) return result;
        total = result;
        waitUntilReady(kernel, fd, POLLOUT);
      }
    },

    read(fd, buffer, position, done) {
      const result = kernel.read(fd, buffer, position);
      if (result !== UV_EAGAIN || !mayBlock(fd)) {
        loop.complete(() => done(result));
        return;
      }
      whenReady(fd, POLLIN, () => {
        const later = kernel.read(fd, buffer, position);
        if (later === UV_EAGAIN) return false;
        done(later);
        return true;
      });
    },

    write(fd, data, position, done) {
      let { result, again } = advance(fd, data, position, 0);
      if (!again) {
        loop.complete(() => done(result));
        return;
      }
      whenReady(fd, POLLOUT, () => {
        ({ result, again } = advance(fd, data, position, result));
        if (again) return false;
        done(result);
        return true;
      });
    },
  };
}
