/** Writing to and reading from kernel descriptors, blocking as a shell does. */

import { POLLIN, POLLOUT } from '../../kernel/constants.ts';
import { EAGAIN, EINTR } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';

const encoder = new TextEncoder();

/** Writes all of `text`, waiting while the other end is full. 0 or -errno. */
export function writeAll(kernel: SystemCalls, fd: number, text: string): number {
  let data = encoder.encode(text);
  while (data.length) {
    const written = kernel.write(fd, data, -1);
    if (written === -EAGAIN || written === -EINTR) kernel.waitBlocking(fd, POLLOUT, -1);
    else if (written < 0) return written;
    else data = data.subarray(written);
  }
  return 0;
}

/** Reads up to a buffer's length, waiting for the first byte. Bytes, 0 at the end, or -errno (-EINTR: a signal came). */
export function readSome(kernel: SystemCalls, fd: number, buffer: Uint8Array): number {
  for (;;) {
    const count = kernel.read(fd, buffer, -1);
    if (count !== -EAGAIN) return count;
    const waited = kernel.waitBlocking(fd, POLLIN, -1);
    if (waited === -EINTR) return waited;
  }
}

/** Reads to the end of file. */
export function readToEnd(kernel: SystemCalls, fd: number): string {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let text = '';
  for (;;) {
    const count = readSome(kernel, fd, buffer);
    if (count === -EINTR) continue;
    if (count <= 0) return text + decoder.decode();
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}
