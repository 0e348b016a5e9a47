/** A process may be ended at any instruction: two Workers are, again and again, and the image stays whole. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createKernel } from './attach.ts';
import { compiledKernel } from './compiled_kernel.fixture.ts';
import { SIGKILL } from './constants.ts';
import type { KillsWorkerData } from './kills_worker.fixture.ts';
import { Random } from './random.fixture.ts';
import { startAfresh } from './system_call.fixture.ts';

const WORKERS = 2;
const KILLS = 60;
/** System calls that the Workers must have made in the end. */
const CALLS = 10_000;
/** Longest life of a Worker once it runs, in ms. */
const LIFETIME = 25;
const SEED = 7;
const workerFile = new URL('./kills_worker.fixture.ts', import.meta.url);

it(`${KILLS} kills in ${CALLS} system calls of ${WORKERS} Workers leave a consistent image`, async () => {
  const module = await compiledKernel();
  const kernel = createKernel(module);
  startAfresh(kernel);
  const stdin = kernel.open('/dev/null', 2, 0);
  const count = new Int32Array(new SharedArrayBuffer(4));
  const random = new Random(SEED);

  const start = async () => {
    const pid = kernel.spawn({ file: '/tmp/program', argv: ['program'], env: [], stdio: [stdin, stdin, stdin] });
    expect(pid).toBeGreaterThan(1);
    expect(kernel.takeOrder()).toEqual({ kind: 'start', pid });
    const workerData: KillsWorkerData = { module, memory: kernel.memory, pid, seed: random.next(), count };
    const worker = new Worker(workerFile, { workerData });
    await once(worker, 'message');
    kernel.started(pid);
    return { pid, worker };
  };

  const running = await Promise.all(Array.from({ length: WORKERS }, start));
  let kills = 0;
  while (kills < KILLS || Atomics.load(count, 0) < CALLS) {
    await new Promise((resolve) => setTimeout(resolve, random.below(LIFETIME)));
    const which = random.below(WORKERS);
    const { pid, worker } = running[which]!;
    let ended: Promise<unknown> | undefined;
    kernel.terminate(pid, SIGKILL, () => {
      ended = worker.terminate();
    });
    kills++;
    // The victim may run on for a moment, as a Worker of a browser does; the other Worker does all the time.
    expect(kernel.fsck(), `after kill ${kills}`).toEqual([]);
    await ended;
    expect(kernel.fsck(), `after the end of Worker ${kills}`).toEqual([]);
    expect(kernel.wait4(pid, 0)).toMatchObject({ pid, signal: SIGKILL });
    running[which] = await start();
  }
  for (const { pid, worker } of running) {
    kernel.terminate(pid, SIGKILL, () => {});
    await worker.terminate();
    kernel.wait4(pid, 0);
  }
  startAfresh(kernel);
  expect(kernel.fsck()).toEqual([]);
  expect(kernel.processes().map(({ pid }) => pid)).toEqual([1]);
});
