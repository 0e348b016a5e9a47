/** A program's recursion may use up the stack at any point: a system call throws then, but never with the lock held. */
import { expect, it } from 'vitest';
import { createKernel } from './attach.ts';
import { compiledKernel } from './compiled_kernel.fixture.ts';
import { O_CREAT, O_RDWR, O_TRUNC } from './constants.ts';
import { SUPERBLOCK_LOCK } from './layout.ts';
import { Random } from './random.fixture.ts';

/** Exhaustions of the stack for each call, at points a few bytes apart. */
const ROUNDS = 60;
/** Frames of the recursion in which calls are made. */
const NEAR_THE_END = 300;
const SEED = 11;

const kernel = createKernel(await compiledKernel());
kernel.mkdir('/tmp/a', 0o755);
kernel.symlink('/tmp/a/l1/..', '/tmp/a/l0');
kernel.mkdir('/tmp/a/l1', 0o755);
const fd = kernel.open('/tmp/a/file', O_CREAT | O_RDWR, 0o644);
const notes = kernel.inotifyInit();
kernel.inotifyAddWatch(notes, '/tmp/a', 0xfff);
const bytes = new Uint8Array(50_000).fill(3);
const doubles = new Float64Array(18);
const ends = kernel.pipe();
if (typeof ends === 'number') throw new Error(`pipe: ${ends}`);

const calls: Record<string, () => unknown> = {
  stat: () => kernel.stat('/tmp/a/l0/l0/l0/file', doubles, 0),
  open: () => kernel.close(kernel.open('/tmp/a/l0/made', O_CREAT | O_RDWR | O_TRUNC, 0o644)),
  write: () => kernel.write(fd, bytes, -1),
  ftruncate: () => kernel.ftruncate(fd, 0),
  rename: () => kernel.rename('/tmp/a/l0/made', '/tmp/a/l0/other'),
  unlink: () => kernel.unlink('/tmp/a/l0/other'),
  mkdir: () => kernel.mkdir('/tmp/a/l0/directory', 0o755) + kernel.rmdir('/tmp/a/directory'),
  pipe: () => kernel.write(ends[1], bytes, -1) + kernel.read(ends[0], bytes, -1),
  spawn: () => kernel.spawn({ file: '/tmp/a/file', argv: ['x'], env: [], stdio: [fd] }),
  poll: () => kernel.pollReady(),
};

/** Recursion whose frames differ in size by the number of arguments, so that the end of the stack is met elsewhere. */
function descend(call: () => unknown, ...padding: number[]): number {
  call();
  return descend(call, ...padding) + padding.length;
}

function depthOf(padding: readonly number[]): number {
  let depth = 0;
  try {
    descend(
      () => {
        depth++;
      },
      ...padding,
    );
  } catch {
    // The end of the stack.
  }
  return depth;
}

it.each(Object.keys(calls))('%s at the end of the stack', (name) => {
  const random = new Random(SEED);
  const call = calls[name]!;
  const words = new Int32Array(kernel.memory.buffer);
  let thrown = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const padding = Array.from({ length: random.below(12) }, () => round);
    // Calls in the upper part of the stack would only take time: they begin near its end.
    const deepest = depthOf(padding);
    let depth = 0;
    try {
      descend(
        () => {
          if (++depth > deepest - NEAR_THE_END) call();
        },
        ...padding,
      );
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      thrown++;
    }
    expect(words[SUPERBLOCK_LOCK >> 2], `round ${round}`).toBe(0);
  }
  expect(thrown).toBe(ROUNDS);
  expect(kernel.fsck()).toEqual([]);
});
