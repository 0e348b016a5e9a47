/** The Worker of one process of workers.test.ts: adopts its pid and does what it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { attachKernel } from './attach.ts';
import { POLLIN, POLLOUT } from './constants.ts';
import { EAGAIN } from './errno.ts';
import type { AttachedKernel } from './system_calls.ts';

export interface WorkerTask {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  pid: number;
  task: 'send' | 'receive' | 'endless' | 'sleep';
  bytes: number;
}

/** A sequence that repeats at no power of two, so that a lost or doubled piece of a buffer shows. */
export const PERIOD = 251;

function send(kernel: AttachedKernel, fd: number, total: number): void {
  const chunk = Uint8Array.from({ length: PERIOD * 300 }, (_, i) => i % PERIOD);
  for (let sent = 0; sent < total; ) {
    const from = sent % PERIOD;
    const size = Math.min(chunk.length - from, total - sent);
    const result = kernel.write(fd, chunk.subarray(from, from + size), -1);
    if (result === -EAGAIN) kernel.waitBlocking(fd, POLLOUT, -1);
    else if (result < 0) throw new Error(`write: ${result}`);
    else sent += result;
  }
}

/** Reads to the end; how many bytes came, or -1 - the place of the first wrong one. */
function receive(kernel: AttachedKernel, fd: number): number {
  const buffer = new Uint8Array(50_000);
  let received = 0;
  for (;;) {
    const result = kernel.read(fd, buffer, -1);
    if (result === 0) return received;
    if (result === -EAGAIN) kernel.waitBlocking(fd, POLLIN, -1);
    else if (result < 0) throw new Error(`read: ${result}`);
    else {
      for (let i = 0; i < result; i++) if (buffer[i] !== (received + i) % PERIOD) return -1 - (received + i);
      received += result;
    }
  }
}

/** Files, pipes, sockets and children without end, until somebody ends the Worker. */
function endless(kernel: AttachedKernel): never {
  const data = new Uint8Array(3000);
  for (let i = 0; ; i++) {
    const name = `/tmp/${kernel.pid}-${i % 7}`;
    const file = kernel.open(name, 0o102, 0o644);
    kernel.write(file, data, -1);
    kernel.close(file);
    if (i % 3 === 0) kernel.unlink(name);
    const pair = kernel.pipe();
    if (typeof pair !== 'number') {
      kernel.pollInterest(pair[0], POLLIN);
      kernel.write(pair[1], data, -1);
      kernel.pollReady();
      kernel.close(pair[i % 2]!);
      kernel.close(pair[1 - (i % 2)]!);
    }
    const sockets = kernel.socketpair();
    if (typeof sockets !== 'number') {
      kernel.write(sockets[0], data, -1);
      kernel.close(sockets[1]);
      kernel.close(sockets[0]);
    }
    kernel.waitBlocking(0, POLLIN, 0);
  }
}

if (parentPort !== null) {
  const { module, memory, pid, task, bytes } = workerData as WorkerTask;
  const kernel = attachKernel(module, memory);
  kernel.adopt(pid);
  if (task === 'endless') {
    parentPort.postMessage('ready');
    endless(kernel);
  }
  if (task === 'sleep') {
    parentPort.postMessage('ready');
    const result = kernel.waitBlocking(0, POLLIN, -1);
    parentPort.postMessage(result);
  }
  if (task === 'send') send(kernel, 1, bytes);
  if (task === 'receive') parentPort.postMessage(receive(kernel, 0));
  kernel.exit(0);
}
