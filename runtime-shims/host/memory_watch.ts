/** Has the memory of the processes' Workers measured while programs look at processes. */
import type { SupervisorCalls } from '../kernel/system_calls.ts';
import type { Processes } from './processes.ts';

/** ms between looks whether somebody asked. */
const INTERVAL = 500;

const numbers = new WeakMap<Worker, number>();
let last = 0;

/** A Worker whose memory can be told from that of others: see worker_memory.ts. */
export function numberedWorker(address: string, options: WorkerOptions): Worker {
  last += 1;
  const worker = new Worker(`${address}#${last}`, options);
  numbers.set(worker, last);
  return worker;
}

export class MemoryWatch {
  readonly #kernel: SupervisorCalls;
  readonly #processes: Processes;
  readonly #timer: ReturnType<typeof setInterval>;
  #asked: number;
  #measuring = false;

  /** `measure` asks the page, which answers by {@link measured}. */
  constructor(kernel: SupervisorCalls, processes: Processes, measure: () => void) {
    this.#kernel = kernel;
    this.#processes = processes;
    this.#asked = kernel.usageAsked();
    this.#timer = setInterval(() => {
      const asked = kernel.usageAsked();
      if (this.#measuring || asked === this.#asked) return;
      this.#asked = asked;
      this.#measuring = true;
      measure();
    }, INTERVAL);
  }

  measured(bytes: Readonly<Record<number, number>>): void {
    this.#measuring = false;
    for (const [id, worker] of this.#processes.workers()) {
      const own = bytes[numbers.get(worker) ?? 0];
      if (own !== undefined) this.#kernel.setMemory(id, own);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
