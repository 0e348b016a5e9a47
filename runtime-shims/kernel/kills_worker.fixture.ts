/** A Worker that makes random system calls as fast as it can, until it is ended in the middle of one. */
import { parentPort, workerData } from 'node:worker_threads';
import { attachKernel } from './attach.ts';
import { Random } from './random.fixture.ts';
import { SIGNAL_MAX } from './signal_numbers.ts';
import { Known, performCall, randomCall } from './system_call.fixture.ts';

export interface KillsWorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  pid: number;
  seed: number;
  /** Calls made by all Workers. */
  count: Int32Array;
}

/** Calls by which processes would end each other, or themselves, at times that the test does not choose. */
const LEFT_OUT: readonly string[] = ['kill', 'spawn', 'sigaction'];
const IGNORE = 1;

const { module, memory, pid, seed, count } = workerData as KillsWorkerData;
const kernel = attachKernel(module, memory);
kernel.adopt(pid);
for (let signal = 1; signal <= SIGNAL_MAX; signal++) kernel.sigaction(signal, IGNORE);
const random = new Random(seed);
const known = new Known();
parentPort?.postMessage('running');
for (;;) {
  const call = randomCall(random, known);
  if (LEFT_OUT.includes(call.call)) continue;
  known.learn(call, performCall(kernel, call));
  Atomics.add(count, 0, 1);
}
