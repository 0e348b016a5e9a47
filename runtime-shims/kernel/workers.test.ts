/** The WebAssembly kernel between real threads: data, blocking, stopping and killing. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createKernel } from './attach.ts';
import { buildKernel } from './build.ts';
import { POLLIN } from './constants.ts';
import { EAGAIN, ECHILD, EINTR } from './errno.ts';
import { SIGCONT, SIGINT, SIGKILL, SIGSTOP } from './signal_numbers.ts';
import type { WorkerTask } from './workers.fixture.ts';

const here = dirname(fileURLToPath(import.meta.url));
const built = resolve(here, '../../.cache/kernel-for-tests');
const TEN_MEGABYTES = 10_000_000;
/** Rounds of two kills each; starting a thread is what takes the time. */
const KILLS = 12;

let module: WebAssembly.Module;
let kernel: ReturnType<typeof createKernel>;
let workers: Map<number, Worker>;

beforeAll(async () => {
  await buildKernel(built);
  module = await WebAssembly.compile(readFileSync(join(built, 'kernel.wasm')));
});

beforeEach(() => {
  kernel = createKernel(module, { maximumBytes: 64 * 1024 * 1024 });
  workers = new Map();
  kernel.mkdir('/bin', 0o755);
  const fd = kernel.open('/bin/node', 0o101, 0o755);
  kernel.write(fd, new TextEncoder().encode('\x7fWARDIAN'), -1);
  kernel.close(fd);
});

afterEach(async () => {
  await Promise.all([...workers.values()].map((worker) => worker.terminate()));
});

function start(task: WorkerTask['task'], stdio: number[], bytes = 0): { pid: number; worker: Worker } {
  const pid = kernel.spawn({ file: '/bin/node', argv: ['node'], env: [], stdio });
  expect(pid).toBeGreaterThan(1);
  expect(kernel.takeOrder()).toEqual({ kind: 'start', pid });
  const data: WorkerTask = { module, memory: kernel.memory, pid, task, bytes };
  const worker = new Worker(join(here, 'workers.fixture.ts'), { workerData: data });
  workers.set(pid, worker);
  kernel.started(pid);
  return { pid, worker };
}

const nextMessage = (worker: Worker): Promise<unknown> =>
  new Promise((done, failed) => worker.once('message', done).once('error', failed));

/** Carries out the orders that wait. */
async function supervise(): Promise<void> {
  for (let order = kernel.takeOrder(); order !== null; order = kernel.takeOrder()) {
    const worker = workers.get(order.pid);
    let ended: Promise<number> | undefined;
    kernel.terminate(order.pid, 0, () => {
      ended = worker?.terminate();
    });
    await ended;
    workers.delete(order.pid);
  }
}

test.each(['pipe', 'socketpair'] as const)('10 MB through a %s between two Workers that block', async (kind) => {
  const [receiving, sending] = kernel[kind]() as [number, number];
  const receiver = start('receive', [receiving, -1]);
  const sender = start('send', [-1, sending], TEN_MEGABYTES);
  kernel.close(receiving);
  kernel.close(sending);
  expect(await nextMessage(receiver.worker)).toBe(TEN_MEGABYTES);
  await expect.poll(() => kernel.wait4(sender.pid, 0)).toMatchObject({ exitCode: 0 });
  await expect.poll(() => kernel.wait4(receiver.pid, 0)).toMatchObject({ exitCode: 0 });
  await supervise();
  expect(kernel.fsck()).toEqual([]);
});

test('a sleeper is stopped, continued and woken by data', async () => {
  const [reader, writer] = kernel.pipe() as [number, number];
  const { pid, worker } = start('sleep', [reader]);
  expect(await nextMessage(worker)).toBe('ready');
  kernel.kill(pid, SIGSTOP);
  kernel.write(writer, new Uint8Array(1), -1);
  let answered = false;
  const answer = nextMessage(worker).then((message) => {
    answered = true;
    return message;
  });
  await new Promise((done) => setTimeout(done, 100));
  expect(answered).toBe(false);
  kernel.kill(pid, SIGCONT);
  expect(await answer).toBe(POLLIN);
});

test('an uncaught signal ends a sleeper', async () => {
  const [reader] = kernel.pipe() as [number, number];
  const { pid, worker } = start('sleep', [reader]);
  await nextMessage(worker);
  kernel.kill(pid, SIGINT);
  await supervise();
  expect(kernel.wait4(-1, 0)).toMatchObject({ pid, signal: SIGINT });
});

test('pid 1 itself: a time-out, and an interruption by a caught signal', () => {
  const [reader] = kernel.pipe() as [number, number];
  const begin = performance.now();
  expect(kernel.waitBlocking(reader, POLLIN, 30)).toBe(0);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(29);
  kernel.sigaction(SIGINT, 2);
  kernel.kill(1, SIGINT);
  expect(kernel.waitBlocking(reader, POLLIN, 10_000)).toBe(-EINTR);
  expect(kernel.takeSignal()).toBe(SIGINT);
});

test(`${2 * KILLS} kills at any instruction: nothing stuck, nothing lost, peers told`, async () => {
  for (let i = 0; i < KILLS; i++) {
    const [reader, writer] = kernel.pipe() as [number, number];
    const [inner, outer] = kernel.pipe() as [number, number];
    const victims = [start('endless', [inner, writer]), start('endless', [inner, writer])];
    kernel.close(writer);
    kernel.close(inner);
    await Promise.all(victims.map(({ worker }) => nextMessage(worker)));
    const buffer = new Uint8Array(10);
    expect(kernel.read(reader, buffer, -1)).toBe(-EAGAIN);
    await new Promise((done) => setTimeout(done, i % 10));
    kernel.kill(victims[0]!.pid, SIGKILL);
    await supervise();
    kernel.kill(victims[1]!.pid, SIGKILL);
    await supervise();
    expect(kernel.read(reader, buffer, -1)).toBe(0);
    expect(kernel.wait4(victims[0]!.pid, 0)).toMatchObject({ signal: SIGKILL });
    expect(kernel.wait4(victims[1]!.pid, 0)).toMatchObject({ signal: SIGKILL });
    kernel.close(reader);
    kernel.close(outer);
    expect(kernel.fsck()).toEqual([]);
  }
  expect(kernel.wait4(-1, 0)).toBe(-ECHILD);
  expect(kernel.processes()).toHaveLength(1);
});
