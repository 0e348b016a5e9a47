/** Workers for the shell and the commands: one that has run a program to its end runs the next. */

/** Workers kept for the next programs; each costs about 2 MB. */
const IDLE_WORKERS = 8;

/** What such a Worker tells of its process. */
export interface NativeReport {
  /** It ended by itself: the kernel knows, and the Worker is free. */
  finished?: number;
  /** It went over to a program of Node's, which needs another Worker. */
  becomes?: number;
}

export class NativeWorkers {
  readonly #create: () => Worker;
  readonly #idle: Worker[] = [];
  #closed = false;

  /** `create` makes a Worker and gives it the kernel: it can be given a process at once. */
  constructor(create: () => Worker) {
    this.#create = create;
  }

  prepare(): void {
    if (!this.#closed) this.#idle.push(this.#create());
  }

  take(): Worker {
    return this.#idle.pop() ?? this.#create();
  }

  /** The Worker's program has ended and left nothing. */
  recycle(worker: Worker): void {
    worker.onmessage = null;
    worker.onerror = null;
    if (this.#closed || this.#idle.length >= IDLE_WORKERS) worker.terminate();
    else this.#idle.push(worker);
  }

  close(): void {
    this.#closed = true;
    for (const worker of this.#idle.splice(0)) worker.terminate();
  }
}
