/** The Worker of one process: a classic script, because Node's library is loaded with importScripts, synchronously. */
import { attachKernel } from '../kernel/attach.ts';
import { bootstrap, type PreparedProcess } from '../node/main.ts';

export interface ProcessWorkerStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

declare const importScripts: (...urls: string[]) => void;
const worker = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ProcessWorkerStart | { pid: number }>) => void) | null;
  postMessage(message: unknown): void;
};
// Taken before the bootstrap removes what Node's global object does not have.
const post = worker.postMessage.bind(worker);
const load = importScripts;

const scripts = new URL('./', location.href).href;
/** Read and compiled while the kernel is still on its way. */
const early = 'node-boot.js';
load(scripts + early);

let prepared: PreparedProcess | null = null;

worker.onmessage = ({ data }) => {
  if ('pid' in data) {
    // What comes later is the program's: its own onmessage must find nothing of ours.
    worker.onmessage = null;
    prepared?.run(data.pid);
    return;
  }
  try {
    const kernel = attachKernel(data.module, data.memory);
    prepared = bootstrap({ loadScript: (name) => name !== early && load(scripts + name) }, kernel);
    post({ ready: true });
  } catch (error) {
    post({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};
