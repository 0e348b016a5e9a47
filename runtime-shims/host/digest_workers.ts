/** The Workers that digest large inputs for processes that wait (digest_worker.ts): one for each that has asked. */

export class DigestWorkers {
  readonly #create: () => Worker;
  /** By the process's or thread's id. */
  readonly #workers = new Map<number, Worker>();

  constructor(create: () => Worker) {
    this.#create = create;
  }

  start(id: number, memory: SharedArrayBuffer): void {
    if (this.#workers.has(id)) return;
    const worker = this.#create();
    this.#workers.set(id, worker);
    // The process waits for a while only, and digests by itself from then on.
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
    };
    worker.postMessage(memory);
  }

  end(id: number): void {
    this.#workers.get(id)?.terminate();
    this.#workers.delete(id);
  }

  close(): void {
    for (const id of [...this.#workers.keys()]) this.end(id);
  }
}
