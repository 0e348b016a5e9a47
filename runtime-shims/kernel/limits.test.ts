/** A full image is an error like any other: never a trap, nothing lost, and all well again after something is removed. */
import { describe, expect, it } from 'vitest';
import { createKernel } from './attach.ts';
import { compiledKernel } from './compiled_kernel.fixture.ts';
import { O_CREAT, O_RDWR } from './constants.ts';
import { EFBIG, ENFILE, ENOMEM, ENOSPC } from './errno.ts';
import { FILE_MAX, OPEN_MAX } from './limits.ts';
import { Random } from './random.fixture.ts';
import { carryOutOrders, Known, performCall, randomCall, startAfresh } from './system_call.fixture.ts';
import { createTestKernel } from './testing.ts';

const MEBIBYTE = 1 << 20;
/** A small image: 4 MiB of tables, 12 MiB of heap. */
const SMALL = 16 * MEBIBYTE;
const CALLS = 20_000;
const module = await compiledKernel();

describe('a small image', () => {
  it('is full with one large file, and empty again without it', () => {
    const kernel = createKernel(module, { maximumBytes: SMALL });
    const fd = kernel.open('/tmp/large', O_CREAT | O_RDWR, 0o644);
    const part = new Uint8Array(MEBIBYTE).fill(7);
    const before = kernel.memoryUsed();
    let written = 0;
    let result = 0;
    while (result >= 0) {
      result = kernel.write(fd, part, -1);
      if (result > 0) written += result;
    }
    expect(result).toBe(-ENOSPC);
    expect(written).toBeGreaterThan(11 * MEBIBYTE);
    expect(kernel.fsck()).toEqual([]);
    expect(kernel.write(fd, part, -1)).toBe(-ENOSPC);
    const contents = new Uint8Array(100);
    expect(kernel.read(fd, contents, written - 100)).toBe(100);
    expect([...new Set(contents)]).toEqual([7]);
    expect(kernel.ftruncate(fd, 0)).toBe(0);
    expect(kernel.memoryUsed()).toBe(before);
    expect(kernel.mkdir('/tmp/directory', 0o755)).toBe(0);
    expect(kernel.fsck()).toEqual([]);
  });

  it('is full with small files, each of which is still there', () => {
    const kernel = createKernel(module, { maximumBytes: SMALL });
    let count = 0;
    let result = 0;
    for (; result >= 0; count++) {
      result = kernel.open(`/tmp/${count}`, O_CREAT | O_RDWR, 0o644);
      if (result >= 0) kernel.close(result);
    }
    expect(result).toBe(-ENOSPC);
    expect(count).toBeGreaterThan(20_000);
    expect(kernel.fsck()).toEqual([]);
    const out = new Float64Array(18);
    for (let i = 0; i < count - 1; i++) if (kernel.stat(`/tmp/${i}`, out, 0) !== 0) expect(i).toBe(-1);
    for (let i = 0; i < count - 1; i++) kernel.unlink(`/tmp/${i}`);
    expect(kernel.fsck()).toEqual([]);
    expect(kernel.readdir('/tmp')).toEqual({ names: new Uint8Array(0), types: new Uint8Array(0) });
  });

  it('has no room for another process, ENOMEM, until a file goes', () => {
    const kernel = createKernel(module, { maximumBytes: SMALL });
    startAfresh(kernel);
    const fd = kernel.open('/tmp/large', O_CREAT | O_RDWR, 0o644);
    while (kernel.write(fd, new Uint8Array(MEBIBYTE), -1) > 0);
    const argv = ['program', 'x'.repeat(100_000)];
    const request = { file: '/tmp/program', argv, env: [], stdio: [fd, fd, fd] };
    expect(kernel.spawn(request)).toBe(-ENOMEM);
    expect(kernel.fsck()).toEqual([]);
    expect(kernel.ftruncate(fd, 0)).toBe(0);
    expect(kernel.spawn(request)).toBeGreaterThan(1);
    expect(kernel.fsck()).toEqual([]);
  });

  it(`answers ${CALLS} random calls while it is nearly full`, () => {
    const kernel = createKernel(module, { maximumBytes: SMALL });
    startAfresh(kernel);
    const ballast = kernel.open('/tmp/ballast', O_CREAT | O_RDWR, 0o644);
    const random = new Random(3);
    const known = new Known();
    let refused = 0;
    for (let i = 0; i < CALLS; i++) {
      // All that is free goes into the file, and now and then a few pages come back.
      if (i % 10 === 0) {
        const size = kernel.lseek(ballast, 0, 2);
        if (size > 0 && random.oneIn(4)) kernel.ftruncate(ballast, size - random.below(20_000));
        else while (kernel.write(ballast, new Uint8Array(65_536), -1) > 0);
      }
      const call = randomCall(random, known);
      // Not even as the target of a dup2: writing to a device would have no end.
      if (call.given.includes(ballast)) continue;
      const result = performCall(kernel, call);
      if (/^\[-(12|28|23|24)\b/.test(result)) refused++;
      const forgotten = known.learn(call, result);
      if (forgotten !== 0) kernel.kill(forgotten, 9);
      if (random.oneIn(20)) carryOutOrders(kernel);
      if (i % 500 === 0) expect(kernel.fsck(), `after ${i} calls`).toEqual([]);
    }
    expect(refused).toBeGreaterThan(CALLS / 50);
    kernel.unlink('/tmp/ballast');
    startAfresh(kernel);
    expect(kernel.fsck()).toEqual([]);
    expect(kernel.memoryUsed()).toBeLessThan(MEBIBYTE);
  });
});

it('a sparse file is as large as it says and holds only what was written', () => {
  const kernel = createKernel(module);
  const fd = kernel.open('/tmp/sparse', O_CREAT | O_RDWR, 0o644);
  const before = kernel.memoryUsed();
  const end = 3 * 2 ** 40;
  expect(kernel.write(fd, new Uint8Array([1, 2, 3]), end)).toBe(3);
  const out = new Float64Array(18);
  kernel.fstat(fd, out, 0);
  expect(out[8]).toBe(end + 3);
  expect(out[9]).toBe(8);
  expect(kernel.memoryUsed() - before).toBeLessThan(8 * 4096);
  const contents = new Uint8Array(5).fill(9);
  expect(kernel.read(fd, contents, end - 2)).toBe(5);
  expect([...contents]).toEqual([0, 0, 1, 2, 3]);
  expect(kernel.write(fd, contents, 2 ** 52)).toBe(-EFBIG);
  expect(kernel.ftruncate(fd, 1)).toBe(0);
  expect(kernel.memoryUsed()).toBe(before);
});

it(`${FILE_MAX} open files are the most, ENFILE, and a closed one makes room`, () => {
  const kernel = createTestKernel();
  const pids = Array.from({ length: FILE_MAX / OPEN_MAX + 1 }, () => kernel.child());
  let opened = 0;
  let result = 0;
  for (const pid of pids) {
    kernel.as(pid);
    for (let i = 0; i < OPEN_MAX && result >= 0; i++) {
      result = kernel.open('/bin/node', 0);
      if (result >= 0) opened++;
    }
  }
  expect(opened).toBe(FILE_MAX);
  expect(result).toBe(-ENFILE);
  expect(kernel.pipe()).toBe(-ENFILE);
  kernel.as(pids[0]!);
  expect(kernel.close(7)).toBe(0);
  expect(kernel.open('/bin/node', 0)).toBe(7);
});
