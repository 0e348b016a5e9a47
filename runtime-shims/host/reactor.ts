/**
 * The supervisor's event loop: one wait on the event word of pid 1, and callbacks for descriptors that are ready. Between
 * two turns the Worker's own tasks (messages of pages, timers) run.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';

/** Poll interval in ms where the engine has no Atomics.waitAsync (Firefox before 145). */
const POLL_INTERVAL = 4;

export interface Watch {
  /** POLLIN | POLLOUT, 0 to pause. POLLERR and POLLHUP are reported while events are not 0. */
  setEvents(events: number): void;
  stop(): void;
}

export class Reactor {
  readonly #kernel: SystemCalls;
  readonly #watched = new Map<number, (events: number) => void>();
  readonly #everyTurn: (() => void)[] = [];
  readonly #hop = new MessageChannel();
  #next: (() => void) | null = null;
  #running = true;

  constructor(kernel: SystemCalls) {
    this.#kernel = kernel;
    this.#hop.port1.onmessage = () => this.#next?.();
  }

  /** Calls `callback` with what is ready at `fd`, level triggered. One watch for each descriptor. */
  watch(fd: number, events: number, callback: (events: number) => void): Watch {
    let current = 0;
    const setEvents = (wanted: number) => {
      if (this.#watched.get(fd) !== callback || wanted === current) return;
      this.#kernel.pollInterest(fd, wanted);
      // What is ready already changes no more: the loop must look once by itself.
      if (wanted & ~current) this.#wake();
      current = wanted;
    };
    this.#watched.set(fd, callback);
    setEvents(events);
    return {
      setEvents,
      stop: () => {
        if (this.#watched.get(fd) !== callback) return;
        this.#watched.delete(fd);
        this.#kernel.pollInterest(fd, 0);
      },
    };
  }

  #wake(): void {
    const words = new Int32Array(this.#kernel.memory.buffer);
    Atomics.add(words, this.#kernel.eventWord, 1);
    Atomics.notify(words, this.#kernel.eventWord);
  }

  /** Calls `callback` in each turn: after anything that pid 1 may be told of. */
  eachTurn(callback: () => void): void {
    this.#everyTurn.push(callback);
  }

  async run(): Promise<void> {
    while (this.#running) {
      const words = new Int32Array(this.#kernel.memory.buffer);
      const { eventWord } = this.#kernel;
      const seen = Atomics.load(words, eventWord);
      for (const callback of this.#everyTurn) this.#call(callback);
      for (const { fd, events } of this.#kernel.pollReady()) {
        const callback = this.#watched.get(fd);
        if (callback) this.#call(() => callback(events));
      }
      if (Atomics.load(words, eventWord) !== seen) await this.#afterOtherTasks();
      else if (typeof Atomics.waitAsync === 'function') {
        const wait = Atomics.waitAsync(words, eventWord, seen);
        if (wait.async) await wait.value;
      } else await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL));
    }
  }

  stop(): void {
    this.#running = false;
  }

  /** A fault in one terminal must not end the loop that all depend on. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      console.error('supervisor:', error);
    }
  }

  /** Lets messages through when programs keep this loop busy without end. */
  #afterOtherTasks(): Promise<void> {
    return new Promise((resolve) => {
      this.#next = resolve;
      this.#hop.port2.postMessage(null);
    });
  }
}
