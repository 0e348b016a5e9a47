/**
 * The Worker of processes that are not Node's: the shell and the commands, which make system calls directly. It runs one
 * after another, because their code leaves nothing behind; what a user wrote never runs here.
 */
import { attachKernel } from '../kernel/attach.ts';
import type { AttachedKernel, SystemCalls } from '../kernel/system_calls.ts';
import type { NativeReport } from './native_workers.ts';

/** What every Worker of the container attaches to. */
export interface NativeWorkerStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

/** Runs the process's program to its end and ends the process; false: it became one of Node's (execve(2)). */
type RunUserland = (kernel: SystemCalls, load: (script: string) => void) => boolean;

declare const importScripts: (...urls: string[]) => void;
const worker = globalThis as unknown as {
  onmessage: ((event: MessageEvent<NativeWorkerStart | { pid: number }>) => void) | null;
  postMessage(message: NativeReport): void;
};

const scripts = new URL('./', location.href).href;
const load = (name: string) => importScripts(scripts + name);
load('userland.js');
const { __wardianUserland: runUserland } = globalThis as unknown as { __wardianUserland: RunUserland };

let kernel: AttachedKernel | null = null;
/** Given before the kernel was there. */
let early = 0;

function run(pid: number): void {
  if (!kernel) {
    early = pid;
    return;
  }
  kernel.adopt(pid);
  worker.postMessage(runUserland(kernel, load) ? { finished: pid } : { becomes: pid });
}

worker.onmessage = ({ data }) => {
  if ('pid' in data) run(data.pid);
  else {
    kernel = attachKernel(data.module, data.memory);
    if (early) run(early);
  }
};
