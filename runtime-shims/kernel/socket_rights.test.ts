/** Descriptors sent over Unix sockets: they come with the bytes that they were sent with, and are never lost or kept. */
import { beforeEach, expect, it } from 'vitest';
import type { createKernel } from './attach.ts';
import { EBADF, EINVAL, ENOTSOCK } from './errno.ts';
import { createKernelFromSource } from './source_kernel.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let kernel: ReturnType<typeof createKernel>;
let one: number;
let other: number;
beforeEach(() => {
  kernel = createKernelFromSource();
  [one, other] = kernel.socketpair() as [number, number];
});

const send = (text: string, fd: number) => kernel.sendDescriptor(one, encoder.encode(text), fd);
const write = (text: string) => kernel.write(one, encoder.encode(text), -1);

/** What one read gives: the text, and how many descriptors. */
function receive(length = 100): [string | number, number[]] {
  const buffer = new Uint8Array(length);
  const received: number[] = [];
  const size = kernel.receiveDescriptor(other, buffer, received);
  return [size < 0 ? size : decoder.decode(buffer.subarray(0, size)), received];
}

it('gives the very description that was sent, whose sender may have closed it', () => {
  const [reader, writer] = kernel.pipe() as [number, number];
  expect(send('take', writer)).toBe(4);
  kernel.close(writer);
  const [text, [fd]] = receive();
  expect(text).toBe('take');
  kernel.write(fd!, encoder.encode('through it'), -1);
  const buffer = new Uint8Array(20);
  expect(decoder.decode(buffer.subarray(0, kernel.read(reader, buffer, -1)))).toBe('through it');
});

it('keeps descriptors with their bytes: no read goes past the next one', () => {
  const file = kernel.open('/dev/null', 0, 0);
  write('before ');
  send('first ', file);
  write('between ');
  send('second', file);
  expect(receive()).toEqual(['before ', []]);
  const [first, { length: one }] = receive();
  const [second, { length: two }] = receive();
  expect([first, one, second, two]).toEqual(['first between ', 1, 'second', 1]);
});

it('drops what a plain read passes, and what nobody reads', () => {
  const used = kernel.memoryUsed();
  const [reader, writer] = kernel.pipe() as [number, number];
  send('a', writer);
  send('b', writer);
  kernel.close(writer);
  const buffer = new Uint8Array(10);
  expect(kernel.read(other, buffer, -1)).toBe(1);
  kernel.close(one);
  kernel.close(other);
  // With the last writer gone, the pipe is at its end.
  expect(kernel.read(reader, buffer, -1)).toBe(0);
  kernel.close(reader);
  expect(kernel.memoryUsed()).toBeLessThanOrEqual(used);
  expect(kernel.fsck()).toEqual([]);
});

it('refuses what is no descriptor, no bytes, no Unix socket', () => {
  const internet = kernel.socket(2);
  expect(send('x', 999)).toBe(-EBADF);
  expect(send('', one)).toBe(-EINVAL);
  expect(kernel.sendDescriptor(internet, encoder.encode('x'), one)).toBe(-EINVAL);
  expect(kernel.sendDescriptor(kernel.open('/dev/null', 1, 0), encoder.encode('x'), one)).toBe(-ENOTSOCK);
});
