/**
 * The Worker of one process, or of one of its threads: a classic script, because Node's library is loaded with
 * importScripts, synchronously.
 */
import { attachKernel } from '../kernel/attach.ts';
import { bootstrap, type PreparedProcess } from '../node/main.ts';
import type { SharedObject, ThreadChannel } from '../node/thread_link.ts';
import type { NativeWorkerStart } from './native_worker.ts';
import type { DigestOrder, Replacement, Shared, Start } from './thread_messages.ts';

export interface ProcessWorkerStart extends NativeWorkerStart {
  /** The library's first file: each Worker gets it from the supervisor, which read it once. */
  library: string;
  /** Somebody waits for it already: it loads nothing that its program may not need. */
  isUrgent: boolean;
}

declare const importScripts: (...urls: string[]) => void;
const worker = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  postMessage(message: unknown): void;
};
// Taken before the bootstrap removes what Node's global object does not have.
const post = worker.postMessage.bind(worker);
const load = importScripts;
const Request = XMLHttpRequest;
/** Longest wait in ms for the supervisor to pass on what an ending thread has shared. */
const FLUSH_PATIENCE = 1000;

class Channel implements ThreadChannel {
  onmessage: ((message: SharedObject) => void) | null = null;
  /** Made when it is needed: most processes share nothing. */
  #passedOn: Int32Array | null = null;
  #posted = 0;

  post(to: number, shared: SharedObject): void {
    this.#passedOn ??= new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.#posted += 1;
    post({ to, shared, passedOn: this.#passedOn } satisfies Shared);
  }

  flush(): void {
    const passedOn = this.#passedOn;
    if (passedOn === null) return;
    for (let seen = Atomics.load(passedOn, 0); seen < this.#posted; seen = Atomics.load(passedOn, 0)) {
      if (Atomics.wait(passedOn, 0, seen, FLUSH_PATIENCE) === 'timed-out') return;
    }
  }
}

const scripts = new URL('./', location.href).href;

/** A Worker may wait for a request, as it does for its scripts. */
function request(name: string, type: 'arraybuffer' | 'text'): unknown {
  const request = new Request();
  request.open('GET', scripts + name, false);
  request.responseType = type;
  request.send();
  if (request.status !== 200) throw new Error(`${scripts}${name} cannot be loaded: ${request.status}`);
  return request.response;
}

let prepared: PreparedProcess | null = null;
const channel = new Channel();

worker.addEventListener('message', (event: MessageEvent<ProcessWorkerStart | Start | { shared: SharedObject }>) => {
  // None of these are the program's.
  event.stopImmediatePropagation();
  const { data } = event;
  if ('id' in data) {
    for (const shared of data.shared) channel.onmessage?.(shared);
    prepared?.run(data.id);
  } else if ('shared' in data) channel.onmessage?.(data.shared);
  else prepare(data);
});

function prepare({ module, memory, library, isUrgent }: ProcessWorkerStart): void {
  try {
    const assets = {
      library,
      loadText: (name: string) => request(name, 'text') as string,
      loadScript: (name: string) => load(scripts + name),
      loadBytes: (name: string) => new Uint8Array(request(name, 'arraybuffer') as ArrayBuffer),
      startDigestWorker: (digestMemory: SharedArrayBuffer) => post({ digestMemory } satisfies DigestOrder),
      startAnew: () => post({ startsAnew: true } satisfies Replacement),
    };
    prepared = bootstrap(assets, attachKernel(module, memory), channel, !isUrgent);
    post({ ready: true });
  } catch (error) {
    post({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
