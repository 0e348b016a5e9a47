/**
 * Workers in which Node's library has already bootstrapped: starting one takes about 100 ms, giving a ready one a
 * process about 10 ms.
 */

/** Workers kept ready. A pipeline of three starts at once; each costs about 10 MB. */
const READY_WORKERS = 3;
/**
 * ms before another Worker is made ready, by how many are: it competes with the program just begun, whose functions are
 * being compiled in its first second (measured: HTTP round trips 0.16 ms in it, 0.11 without a Worker's start beside it).
 */
const REFILL_DELAYS = [0, 250, 1000];

/**
 * Workers made ready beyond those that are waited for, once one is: whoever starts programs one after the other is mostly
 * blocked meanwhile, and a Worker's start is half waiting.
 */
const AHEAD = 2;
/** ms after which Workers beyond {@link READY_WORKERS} are ended when nobody has taken one. */
const SURPLUS_LIFETIME = 5000;

const MAX_RETRIES = 1;
/** Workers made ready at once: a program that spawns without end must not take the machine with it. */
const MAX_PREPARING = 4;

interface Taker {
  use(worker: Worker): void;
  fail(): void;
}

export interface PoolOptions {
  /**
   * Makes a Worker and tells it what to attach to; the Worker answers `{ ready: true }`. `isUrgent`: somebody waits.
   * `fail`: it cannot be told.
   */
  create(isUrgent: boolean, fail: (message: string) => void): Worker;
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
  #refillDelay = 0;
  #trim: ReturnType<typeof setTimeout> | null = null;
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
      use(worker);
      this.#scheduleRefill();
      return { cancel() {} };
    }
    const taker = { use, fail };
    this.#waiting.push(taker);
    this.#prepareAhead();
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
    const worker: Worker = this.#options.create(this.#waiting.length > 0, (message) => this.#failed(worker, message));
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
    for (const timer of [this.#refill, this.#trim]) if (timer !== null) clearTimeout(timer);
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
    if (taker) this.#prepareAhead();
    else this.#scheduleRefill();
  }

  /** For those that wait, and for who comes after them. */
  #prepareAhead(): void {
    const wanted = Math.min(this.#waiting.length + AHEAD, MAX_PREPARING);
    while (this.#preparing.size + this.#ready.length < wanted) this.prepare();
    this.#scheduleTrim();
  }

  #scheduleTrim(): void {
    if (this.#trim !== null) clearTimeout(this.#trim);
    this.#trim = setTimeout(() => {
      this.#trim = null;
      for (const worker of this.#ready.splice(READY_WORKERS)) worker.terminate();
    }, SURPLUS_LIFETIME);
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
    const delay = REFILL_DELAYS[this.#ready.length];
    if (delay === undefined || (this.#refill !== null && this.#refillDelay <= delay)) return;
    if (this.#refill !== null) clearTimeout(this.#refill);
    this.#refillDelay = delay;
    this.#refill = setTimeout(() => this.refill(), delay);
  }
}
