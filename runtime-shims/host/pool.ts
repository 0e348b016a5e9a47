/**
 * Workers in which Node's library has already bootstrapped: starting one takes about 100 ms, giving a ready one a
 * process about 10 ms.
 */

/** Workers kept ready. A pipeline of three starts at once; each costs about 10 MB. */
const READY_WORKERS = 3;
/** ms before another Worker is made ready, so that it does not compete with the start of the program just begun. */
const REFILL_DELAY = 250;

const MAX_RETRIES = 1;
/** Workers made ready at once: a program that spawns without end must not take the machine with it. */
const MAX_PREPARING = 4;

interface Taker {
  use(worker: Worker): void;
  fail(): void;
}

export interface PoolOptions {
  /** Makes a Worker and tells it what to attach to; the Worker answers `{ ready: true }`. */
  create(): Worker;
}

/** The messages a process's Worker sends: it is ready, or what it needs did not load. */
export interface WorkerReport {
  ready?: boolean;
  error?: string;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #ready: Worker[] = [];
  readonly #preparing = new Set<Worker>();
  readonly #waiting: Taker[] = [];
  #refill: ReturnType<typeof setTimeout> | null = null;
  #closed = false;
  #failures = 0;
  #report: (message: string) => void = (message) => console.error(`wardian: ${message}`);

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A ready Worker for `use`, as soon as there is one, or `fail`. `cancel` gives up waiting. */
  take(use: (worker: Worker) => void, fail: () => void): { cancel(): void } {
    const worker = this.#ready.shift();
    if (worker) {
      this.#scheduleRefill();
      use(worker);
      return { cancel() {} };
    }
    const taker = { use, fail };
    this.#waiting.push(taker);
    if (this.#preparing.size < Math.min(this.#waiting.length, MAX_PREPARING)) this.prepare();
    return {
      cancel: () => {
        const index = this.#waiting.indexOf(taker);
        if (index >= 0) this.#waiting.splice(index, 1);
      },
    };
  }

  /** Starts to make one Worker ready. */
  prepare(): void {
    if (this.#closed) return;
    const worker = this.#options.create();
    this.#preparing.add(worker);
    worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
      if (data.error !== undefined) this.#failed(worker, data.error);
      else if (data.ready) this.#becameReady(worker);
    };
    worker.onerror = (event) => this.#failed(worker, event.message || 'the script of a process did not load');
  }

  /** `report` hears of Workers that ended by an error of their own, before they had a process. */
  onFailure(report: (message: string) => void): void {
    this.#report = report;
  }

  close(): void {
    this.#closed = true;
    if (this.#refill !== null) clearTimeout(this.#refill);
    for (const worker of [...this.#ready, ...this.#preparing]) worker.terminate();
  }

  #becameReady(worker: Worker): void {
    this.#preparing.delete(worker);
    this.#failures = 0;
    worker.onmessage = null;
    worker.onerror = null;
    const taker = this.#waiting.shift();
    if (taker) taker.use(worker);
    else this.#ready.push(worker);
    if (this.#waiting.length > this.#preparing.size && this.#preparing.size < MAX_PREPARING) this.prepare();
    else this.#scheduleRefill();
  }

  #failed(worker: Worker, message: string): void {
    this.#preparing.delete(worker);
    worker.terminate();
    this.#failures += 1;
    this.#report(message);
    if (this.#waiting.length <= this.#preparing.size) return;
    // One retry for what may be a hiccup of the network; a build that does not run would fail for ever.
    if (this.#failures <= MAX_RETRIES) this.prepare();
    else this.#waiting.shift()?.fail();
  }

  /** A program has ended: now is a good time. */
  refill(): void {
    if (this.#refill !== null) clearTimeout(this.#refill);
    this.#refill = null;
    if (this.#ready.length + this.#preparing.size < READY_WORKERS && this.#failures === 0) this.prepare();
  }

  #scheduleRefill(): void {
    this.#refill ??= setTimeout(() => this.refill(), REFILL_DELAY);
  }
}
