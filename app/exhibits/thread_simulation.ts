/** A server that gives each request a thread: simulated, for nothing in a page waits as a thread does. */

export interface Load {
  /** Requests that arrive each second. */
  rate: number;
  /** ms for which each waits, for a database or a disk. */
  wait: number;
  /** ms for which each computes. */
  compute: number;
}

export interface Sample {
  /** Requests answered in the last second. */
  throughput: number;
  /** Requests that were let in and are not answered yet. */
  open: number;
  /** Of these, those that nobody has begun. */
  queued: number;
  /** MB. */
  memory: number;
}

/** MB that a thread holds whatever it does: its stack and the server's state for it. */
export const memoryOfThread = 1;
/** MB of the program itself. */
export const memoryOfProgram = 40;

/** Threads wait beside each other and compute, on one core, one after another. */
export class ThreadSimulation {
  #now = 0;
  /** When each thread is free again. */
  #freeAt: number[] = [];
  /** When the core is. */
  #coreFreeAt = 0;
  /** Arrivals of those that no thread has taken. */
  #queue: number[] = [];
  #ends: number[] = [];
  #due = 0;

  /** Lets `elapsed` ms pass. */
  advance(elapsed: number, threads: number, { rate, wait, compute }: Load): Sample {
    const until = this.#now + elapsed;
    this.#freeAt = Array.from({ length: threads }, (_, index) => this.#freeAt[index] ?? this.#now);
    for (this.#due += (rate * elapsed) / 1000; this.#due >= 1; this.#due--) {
      this.#queue.push(until - (this.#due / rate) * 1000);
    }
    this.#queue.sort((a, b) => a - b);
    while (this.#queue.length) {
      const thread = this.#freeAt.indexOf(Math.min(...this.#freeAt));
      const begin = Math.max(this.#freeAt[thread] ?? 0, this.#queue[0] ?? 0);
      if (begin > until) break;
      this.#queue.shift();
      const waited = begin + wait;
      this.#coreFreeAt = Math.max(this.#coreFreeAt, waited) + compute;
      this.#freeAt[thread] = this.#coreFreeAt;
      this.#ends.push(this.#coreFreeAt);
    }
    this.#now = until;
    this.#ends = this.#ends.filter((end) => end > until - 1000);
    const running = this.#ends.filter((end) => end > until).length;
    return {
      throughput: this.#ends.length - running,
      open: running + this.#queue.length,
      queued: this.#queue.length,
      memory: memoryOfProgram + threads * memoryOfThread,
    };
  }
}
