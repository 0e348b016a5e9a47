import { beforeEach, expect, test } from 'vitest';
import { F_OFD_GETLK, F_OFD_SETLK, O_RDWR } from './constants.ts';
import { EAGAIN, EBADF, EINVAL } from './errno.ts';
import { fcntl } from './file_exports.ts';
import { createTestKernel, type TestKernel } from './testing.ts';

const READ = 1;
const WRITE = 2;
let kernel: TestKernel;

beforeEach(() => {
  kernel = createTestKernel();
  kernel.file('/file', 'content');
});

const open = () => kernel.open('/file', O_RDWR);
const set = (fd: number, record: number, kind: number) => fcntl(fd, F_OFD_SETLK, (record << 2) | kind);
const foreign = (fd: number, record: number) => fcntl(fd, F_OFD_GETLK, record << 2);

test('many may read or one may write, record by record', () => {
  const [a, b] = [open(), open()];
  expect(set(a, 0, READ)).toBe(0);
  expect(set(b, 0, READ)).toBe(0);
  expect(set(b, 0, WRITE)).toBe(-EAGAIN);
  expect(set(b, 1, WRITE)).toBe(0);
  expect(set(a, 1, READ)).toBe(-EAGAIN);
  expect([foreign(a, 0), foreign(a, 1), foreign(b, 1), foreign(a, 15)]).toEqual([READ, WRITE, 0, 0]);
  expect(set(b, 0, 0)).toBe(0);
  expect(set(a, 0, WRITE)).toBe(0);
  expect(foreign(b, 0)).toBe(WRITE);
});

test('locks end with the description, not with one of its descriptors', () => {
  const [a, b] = [open(), open()];
  expect(set(a, 3, WRITE)).toBe(0);
  const copy = fcntl(a, 0, 0);
  expect(copy).toBeGreaterThan(b);
  kernel.close(a);
  expect(set(b, 3, WRITE)).toBe(-EAGAIN);
  kernel.close(copy);
  expect(set(b, 3, WRITE)).toBe(0);
});

test('another process is kept out, and let in when the first ends', () => {
  const a = open();
  const child = kernel.child();
  kernel.as(child);
  const mine = kernel.open('/file', O_RDWR);
  expect(set(mine, 0, WRITE)).toBe(0);
  kernel.as(1);
  expect(set(a, 0, READ)).toBe(-EAGAIN);
  kernel.as(child);
  kernel.exit(0);
  kernel.as(1);
  expect(set(a, 0, READ)).toBe(0);
});

test('what cannot be locked', () => {
  const a = open();
  expect(set(99, 0, READ)).toBe(-EBADF);
  expect(set(a, 16, READ)).toBe(-EINVAL);
  expect(set(a, 0, 3)).toBe(-EINVAL);
  const [reader] = kernel.pipe() as [number, number];
  expect(set(reader, 0, READ)).toBe(-EINVAL);
});
