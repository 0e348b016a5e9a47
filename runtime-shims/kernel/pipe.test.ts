import { beforeEach, expect, test } from 'vitest';
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './constants.ts';
import { EAGAIN, EBADF, EPIPE } from './errno.ts';
import { SIGPIPE } from './signal_numbers.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

let kernel: TestKernel;
let reader: number;
let writer: number;

beforeEach(() => {
  kernel = createTestKernel();
  [reader, writer] = kernel.pipe() as [number, number];
});

test('bytes come out in the order they went in, and an empty pipe would block', () => {
  expect(kernel.text(reader)).toBe(-EAGAIN);
  expect(kernel.write(writer, 'one ')).toBe(4);
  expect(kernel.write(writer, 'two')).toBe(3);
  expect(kernel.text(reader, 5)).toBe('one t');
  expect(kernel.text(reader)).toBe('wo');
  expect(kernel.text(reader)).toBe(-EAGAIN);
});

test('each end knows its direction', () => {
  expect(kernel.write(reader, 'x')).toBe(-EBADF);
  expect(kernel.text(writer)).toBe(-EBADF);
});

test('64 KiB fit; PIPE_BUF bytes go in whole or not at all; more than that goes in partly', () => {
  expect(kernel.write(writer, new Uint8Array(65_536 - 100))).toBe(65_436);
  expect(kernel.write(writer, new Uint8Array(4096))).toBe(-EAGAIN);
  expect(kernel.write(writer, new Uint8Array(4097))).toBe(100);
  expect(kernel.write(writer, 'x')).toBe(-EAGAIN);
  expect((kernel.read(reader) as Uint8Array).length).toBe(65_536);
});

test('the ring keeps its order across its end', () => {
  const pattern = (from: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (from + i) % 251);
  let sent = 0;
  let received = 0;
  for (let round = 0; round < 300; round++) {
    const length = Math.min(1000 + round, 65_536 - (sent - received));
    expect(kernel.write(writer, pattern(sent, length))).toBe(length);
    sent += length;
    const back = kernel.read(reader, round % 50 === 49 ? 65_536 : 700 + ((round * 7) % 300)) as Uint8Array;
    expect(Buffer.compare(back, pattern(received, back.length))).toBe(0);
    received += back.length;
  }
  expect(received).toBeGreaterThan(200_000);
});

test('end of file after the writer closed and the rest is read', () => {
  kernel.write(writer, 'rest');
  kernel.close(writer);
  expect(kernel.text(reader)).toBe('rest');
  expect(kernel.text(reader)).toBe('');
});

test('a dup keeps an end open', () => {
  kernel.dup2(writer, 20);
  kernel.close(writer);
  expect(kernel.text(reader)).toBe(-EAGAIN);
  kernel.close(20);
  expect(kernel.text(reader)).toBe('');
});

test('writing without a reader: EPIPE, and SIGPIPE to who catches it', () => {
  kernel.sigaction(SIGPIPE, 2);
  kernel.close(reader);
  expect(kernel.write(writer, 'x')).toBe(-EPIPE);
  expect(kernel.takeSignal()).toBe(SIGPIPE);
  expect(kernel.takeSignal()).toBe(0);
});

test('a program starts as Node does: a write that nobody reads is an error, not its end', () => {
  const child = kernel.child({ stdio: [-1, writer] });
  kernel.close(reader);
  kernel.as(child);
  expect(kernel.write(1, 'x')).toBe(-EPIPE);
  kernel.as(1);
  expect(kernel.takeOrder()).toBeNull();
});

test('readiness, level triggered, and the event word goes up with it', () => {
  const other = kernel.child({ stdio: [reader] });
  kernel.as(other);
  kernel.pollInterest(0, POLLIN);
  expect(kernel.pollReady()).toEqual([]);
  kernel.as(1);
  kernel.close(reader);
  expect(kernel.pollInterest(writer, POLLOUT)).toBe(0);
  expect(kernel.pollReady()).toEqual([{ fd: writer, events: POLLOUT }]);
  kernel.write(writer, new Uint8Array(65_536));
  expect(kernel.pollReady()).toEqual([]);
  kernel.as(other);
  expect(kernel.pollReady()).toEqual([{ fd: 0, events: POLLIN }]);
  expect(kernel.pollReady()).toEqual([{ fd: 0, events: POLLIN }]);
  kernel.read(0);
  expect(kernel.pollReady()).toEqual([]);
  kernel.as(1);
  expect(kernel.pollReady()).toEqual([{ fd: writer, events: POLLOUT }]);
  kernel.close(writer);
  expect(kernel.pollReady()).toEqual([]);
  kernel.as(other);
  expect(kernel.pollReady()).toEqual([{ fd: 0, events: POLLHUP }]);
});

test('a writer whose reader dies is told', () => {
  const child = kernel.child({ stdio: [reader] });
  kernel.close(reader);
  kernel.pollInterest(writer, POLLOUT);
  kernel.write(writer, new Uint8Array(65_536));
  expect(kernel.pollReady()).toEqual([]);
  kernel.terminate(child, 9, () => {});
  expect(kernel.pollReady()).toEqual([{ fd: writer, events: POLLOUT | POLLERR }]);
});

test('nothing is left in the heap when both ends are closed', () => {
  kernel.close(reader);
  kernel.close(writer);
  const before = kernel.memoryUsed();
  for (let i = 0; i < 100; i++) {
    const [one, other] = kernel.pipe() as [number, number];
    kernel.write(other, 'data');
    kernel.pollInterest(one, POLLIN);
    kernel.close(other);
    kernel.close(one);
  }
  expect(kernel.memoryUsed()).toBe(before);
});
