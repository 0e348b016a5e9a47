/** Carries out the kernel's orders: gives each new process a Worker, ends those that are to end, reaps orphans. */
import type { SupervisorCalls, SystemCalls } from '../kernel/system_calls.ts';
import type { Pool } from './pool.ts';

const SIGABRT = 6;
const ECHILD = 10;

type ProcessState = { worker: Worker } | { cancel(): void };

export class Processes {
  readonly #kernel: SystemCalls & SupervisorCalls;
  readonly #pool: Pool;
  readonly #states = new Map<number, ProcessState>();
  readonly #exits = new Map<number, (status: number) => void>();
  readonly #failed: (message: string) => void;

  constructor(kernel: SystemCalls & SupervisorCalls, pool: Pool, failed: (message: string) => void) {
    this.#kernel = kernel;
    this.#pool = pool;
    this.#failed = failed;
  }

  /** The exit status of a child of pid 1, as a shell gives it: 128 + n for signal n. */
  onExit(pid: number, callback: (status: number) => void): void {
    this.#exits.set(pid, callback);
  }

  /** To be called in each turn of the reactor. */
  turn(): void {
    for (let order = this.#kernel.takeOrder(); order; order = this.#kernel.takeOrder()) {
      if (order.kind === 'start') this.#start(order.pid);
      else this.#end(order.pid, 0);
    }
    this.#reap();
  }

  close(): void {
    for (const state of this.#states.values()) {
      if ('worker' in state) state.worker.terminate();
      else state.cancel();
    }
    this.#states.clear();
  }

  #start(pid: number): void {
    const use = (worker: Worker) => {
      this.#states.set(pid, { worker });
      worker.onerror = (event) => {
        // An error that reached the Worker's edge: the runtime itself broke, or the engine gave the Worker up.
        event.preventDefault();
        this.#failed(`process ${pid}: ${event.message || 'its Worker ended'}`);
        this.#end(pid, SIGABRT);
      };
      worker.postMessage({ pid });
      this.#kernel.started(pid);
    };
    const state = this.#pool.take(use, () => this.#end(pid, SIGABRT));
    // A ready Worker has been taken already.
    if (!this.#states.has(pid)) this.#states.set(pid, state);
  }

  /** `waitStatus` (wait(2)) counts only for a process that the kernel does not know to have ended. */
  #end(pid: number, waitStatus: number): void {
    const state = this.#states.get(pid);
    this.#states.delete(pid);
    this.#kernel.terminate(pid, waitStatus, () => {
      if (!state) return;
      if ('worker' in state) {
        state.worker.onerror = null;
        state.worker.terminate();
      } else state.cancel();
    });
    this.#pool.refill();
  }

  /** Children of pid 1 are those it started and the orphans of all others. */
  #reap(): void {
    for (;;) {
      const child = this.#kernel.wait4(-1, 0);
      if (child === null || child === -ECHILD || typeof child === 'number') return;
      const exited = this.#exits.get(child.pid);
      this.#exits.delete(child.pid);
      exited?.(child.signal > 0 ? 128 + child.signal : child.exitCode);
    }
  }
}
