/** Has the memory of the processes' Workers measured while programs look at processes, or threads have limits. */
import type { SupervisorCalls, SystemCalls } from '../kernel/system_calls.ts';
import type { Processes } from './processes.ts';

/** ms between looks whether somebody asked. */
const INTERVAL = 500;

/** The number of a Worker, and the script that it runs. */
const known = new WeakMap<Worker, { number: number; address: string }>();
const addresses = new Map<number, string>();
let last = 0;

/** A Worker whose memory can be told from that of others: see worker_memory.ts. */
export function numberedWorker(address: string, options: WorkerOptions): Worker {
  last += 1;
  const worker = new Worker(`${address}#${last}`, options);
  known.set(worker, { number: last, address });
  addresses.set(last, address);
  return worker;
}

export class MemoryWatch {
  readonly #kernel: SystemCalls & SupervisorCalls;
  readonly #processes: Processes;
  readonly #timer: ReturnType<typeof setInterval>;
  #asked: number;
  #measuring = false;

  /** `measure` asks the page, which answers by {@link measured}. */
  constructor(kernel: SystemCalls & SupervisorCalls, processes: Processes, measure: () => void) {
    this.#kernel = kernel;
    this.#processes = processes;
    this.#asked = kernel.usageAsked();
    this.#timer = setInterval(() => {
      const asked = kernel.usageAsked();
      if (this.#measuring || (asked === this.#asked && kernel.limitedThreads() === 0)) return;
      this.#asked = asked;
      this.#measuring = true;
      measure();
    }, INTERVAL);
  }

  measured(bytes: Readonly<Record<number, number>>): void {
    this.#measuring = false;
    const least = new Map<string, number>();
    for (const [number, own] of Object.entries(bytes)) {
      const address = addresses.get(Number(number)) ?? '';
      least.set(address, Math.min(own, least.get(address) ?? own));
    }
    const before = new Map(this.#kernel.processes().map(({ pid, memory }) => [pid, memory]));
    for (const [id, worker] of this.#processes.workers()) {
      const { number, address } = known.get(worker) ?? { number: 0, address: '' };
      const own = bytes[number];
      // One that blocks is not told of: it takes what it took last, and what an idle one of its kind takes at least.
      if (own !== undefined) this.#kernel.setMemory(id, own);
      else if (before.get(id) === 0) this.#kernel.setMemory(id, least.get(address) ?? 0);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
