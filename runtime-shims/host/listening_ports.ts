/** Notices which TCP ports programs listen on. */
import { SUPERBLOCK_LISTENERS_CHANGED } from '../kernel/layout.ts';
import type { SupervisorCalls, SystemCalls } from '../kernel/system_calls.ts';

/**
 * ms between two looks at the kernel's counter of changes, a plain load without the lock: a port is told of before a
 * person could notice, at the cost of nothing.
 */
const INTERVAL = 20;

export class ListeningPorts {
  readonly #kernel: SystemCalls & SupervisorCalls;
  readonly #changed: (port: number, open: boolean) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #open = new Set<number>();
  #seen = 0;

  constructor(kernel: SystemCalls & SupervisorCalls, changed: (port: number, open: boolean) => void) {
    this.#kernel = kernel;
    this.#changed = changed;
    this.#timer = setInterval(() => this.turn(), INTERVAL);
  }

  isOpen(port: number): boolean {
    return this.#open.has(port);
  }

  turn(): void {
    const words = new Int32Array(this.#kernel.memory.buffer, 0, (SUPERBLOCK_LISTENERS_CHANGED >> 2) + 1);
    const version = Atomics.load(words, SUPERBLOCK_LISTENERS_CHANGED >> 2);
    if (version === this.#seen) return;
    this.#seen = version;
    const before = this.#open;
    this.#open = new Set(this.#kernel.listeningPorts());
    for (const port of before) if (!this.#open.has(port)) this.#changed(port, false);
    for (const port of this.#open) if (!before.has(port)) this.#changed(port, true);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
