/** WebAssembly and plain JavaScript are one kernel: the same calls give the same results and the same image. */
import { afterEach, expect, it, vi } from 'vitest';
import { createKernel } from './attach.ts';
import { compiledKernel } from './compiled_kernel.fixture.ts';
import { Random } from './random.fixture.ts';
import { createKernelFromSource } from './source_kernel.ts';
import { carryOutOrders, Known, performCall, randomCall, startAfresh } from './system_call.fixture.ts';

const CALLS = 200_000;
/** Calls after which the images are compared and a new tree begins. */
const INTERVAL = 2_500;
const SEED = 20_260;
/** Calls that cannot succeed for pid 1, which has no terminal. */
const NEVER_WELL = ['tcsetpgrp'];

afterEach(() => vi.restoreAllMocks());

/** First word in which two images differ, or -1. */
function firstDifference(one: WebAssembly.Memory, other: WebAssembly.Memory): number {
  const [words, others] = [new Int32Array(one.buffer), new Int32Array(other.buffer)];
  if (words.length !== others.length) return Math.min(words.length, others.length);
  for (let i = 0; i < words.length; i++) if (words[i] !== others[i]) return i;
  return -1;
}

it(`agrees in ${CALLS} random system calls`, async () => {
  let now = 1_000_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const kernels = [createKernel(await compiledKernel()), createKernelFromSource()] as const;
  const [compiled, source] = kernels;
  const random = new Random(SEED);
  const known = new Known();
  /** Bytes held at each fresh start. */
  const used: number[] = [];
  const tally = new Map<string, { well: number; ill: number }>();
  let last = '';
  for (let i = 0; i < CALLS; i++) {
    if (i % INTERVAL === 0) {
      for (const kernel of kernels) startAfresh(kernel);
      used.push(compiled.memoryUsed());
    }
    now += random.below(100) / 16;
    const call = randomCall(random, known);
    const results = kernels.map((kernel) => performCall(kernel, call));
    if (results[0] !== results[1]) {
      const given = JSON.stringify(call).slice(0, 500);
      expect(`${i}: ${given} ${results[0]}`, `after ${last}`).toBe(`${i}: ${given} ${results[1]}`);
    }
    last = call.call;
    const counts = tally.get(call.call) ?? { well: 0, ill: 0 };
    if (/^\[-\d/.test(results[0]!)) counts.ill++;
    else counts.well++;
    tally.set(call.call, counts);
    const forgotten = known.learn(call, results[0]!);
    if (forgotten !== 0) for (const kernel of kernels) kernel.kill(forgotten, 9);
    if (random.oneIn(20)) expect(carryOutOrders(compiled)).toBe(carryOutOrders(source));
    if (i % INTERVAL === INTERVAL - 1) {
      expect(firstDifference(compiled.memory, source.memory), `image after ${i} calls`).toBe(-1);
      for (const kernel of kernels) expect(kernel.fsck(), `after ${i} calls`).toEqual([]);
    }
  }
  // Tables that only grow have their size by then; what is still added is lost.
  expect(used.at(-1)! - used[used.length >> 1]!).toBeLessThanOrEqual(4096);
  // Each call that can succeed did: otherwise the fuzz shows less than it says.
  const neverWell = [...tally].filter(([, { well }]) => well === 0).map(([call]) => call);
  expect(neverWell).toEqual(NEVER_WELL);
});
