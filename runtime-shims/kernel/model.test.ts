/** The kernel's file system against the machine's own: random operations on both, with equal outcomes and equal trees. */
import { afterAll, expect, it } from 'vitest';
import { FilePlayer, randomFileOperation } from './file_operation.fixture.ts';
import { countsSubdirectories, nativeDirectory, nativeFileCalls } from './native_files.fixture.ts';
import { Random } from './random.fixture.ts';
import { createKernelFromSource } from './source_kernel.ts';

/** Operations in one tree, few enough to find the cause of a difference. */
const OPERATIONS = 1_500;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

const native = nativeDirectory();
const countLinks = countsSubdirectories(native.path);
afterAll(native.remove, 60_000);

it.each(SEEDS)('agrees with the native file system, seed %i', (seed) => {
  const kernel = createKernelFromSource();
  kernel.mkdir('/tmp/model', 0o755);
  kernel.close(kernel.open('/tmp', 0, 0));
  const before = kernel.memoryUsed();
  const random = new Random(seed);
  const calls = nativeFileCalls();
  calls.mkdir(`${native.path}/${seed}`, 0o755);
  const ours = new FilePlayer(kernel, '/tmp/model', countLinks);
  const theirs = new FilePlayer(calls, `${native.path}/${seed}`, countLinks);
  const history: string[] = [];
  for (let i = 0; i < OPERATIONS; i++) {
    const operation = randomFileOperation(random);
    history.push(JSON.stringify(operation));
    const recent = history.slice(-5).join('\n');
    expect(`${i} ${ours.perform(operation)} after ${recent}`).toBe(`${i} ${theirs.perform(operation)} after ${recent}`);
    if (i % 50 === 0) expect(ours.snapshot()).toEqual(theirs.snapshot());
  }
  expect(ours.snapshot()).toEqual(theirs.snapshot());
  expect(kernel.fsck()).toEqual([]);
  ours.closeAll();
  theirs.closeAll();
  ours.removeTree();
  kernel.rmdir('/tmp/model');
  kernel.mkdir('/tmp/model', 0o755);
  expect(kernel.fsck()).toEqual([]);
  expect(kernel.memoryUsed()).toBe(before);
});
