/** Carries out the kernel's orders: gives each new process a Worker, ends those that are to end, reaps orphans. */
import type { SupervisorCalls, SystemCalls } from '../kernel/system_calls.ts';
import type { SharedObject } from '../node/thread_link.ts';
import type { DigestWorkers } from './digest_workers.ts';
import type { NativeReport, NativeWorkers } from './native_workers.ts';
import type { Pool } from './pool.ts';
import type { DigestOrder, Replacement, Shared, Start } from './thread_messages.ts';

const SIGABRT = 6;
const ECHILD = 10;

/** First argument of every process that the shell or a command runs in: see userland/system/program.ts. */
export const NATIVE_RUNNER = '/usr/lib/wardian/run';

/** `native`: a Worker of the shell and the commands, and whether its program has ended by itself. */
type ProcessState = { worker: Worker; native?: { finished: boolean } } | { cancel(): void };

export class Processes {
  readonly #kernel: SystemCalls & SupervisorCalls;
  readonly #pool: Pool;
  readonly #natives: NativeWorkers;
  readonly #digests: DigestWorkers;
  readonly #states = new Map<number, ProcessState>();
  /** What other threads have sent to those that have no Worker yet, by id. */
  readonly #waiting = new Map<number, SharedObject[]>();
  readonly #exits = new Map<number, (status: number) => void>();
  readonly #failed: (message: string) => void;
  /** Called after a process or thread of Node's has ended. */
  onNodeEnd: () => void = () => {};

  constructor(
    kernel: SystemCalls & SupervisorCalls,
    workers: { pool: Pool; natives: NativeWorkers; digests: DigestWorkers },
    failed: (message: string) => void,
  ) {
    this.#kernel = kernel;
    this.#pool = workers.pool;
    this.#natives = workers.natives;
    this.#digests = workers.digests;
    this.#failed = failed;
  }

  /** The exit status of a child of pid 1, as a shell gives it: 128 + n for signal n. */
  onExit(pid: number, callback: (status: number) => void): void {
    this.#exits.set(pid, callback);
  }

  /** The Workers of processes and threads, by their ids. */
  *workers(): Generator<[number, Worker]> {
    for (const [id, state] of this.#states) if ('worker' in state) yield [id, state.worker];
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

  /** `pid`: of a process or of a thread. */
  #start(pid: number): void {
    const { argv } = this.#kernel.processes().find((process) => process.pid === pid) ?? {};
    if (argv?.[0] === NATIVE_RUNNER) this.#startNative(pid);
    else this.#startNode(pid);
  }

  #startNative(pid: number): void {
    const worker = this.#natives.take();
    const native = { finished: false };
    this.#states.set(pid, { worker, native });
    this.#watchErrors(worker, pid);
    worker.onmessage = ({ data }: MessageEvent<NativeReport>) => {
      const state = this.#states.get(pid);
      native.finished = data.finished === pid;
      // The kernel's order may have come before this message, or is still to come.
      if (!state || !('worker' in state) || state.worker !== worker) this.#natives.recycle(worker);
      else if (data.becomes === pid) {
        this.#states.delete(pid);
        this.#natives.recycle(worker);
        this.#startNode(pid);
      }
    };
    worker.postMessage({ pid });
    this.#kernel.started(pid);
  }

  #watchErrors(worker: Worker, pid: number): void {
    worker.onerror = (event) => {
      // An error that reached the Worker's edge: the runtime itself broke, or the engine gave the Worker up.
      event.preventDefault();
      this.#failed(`process ${pid}: ${event.message || 'its Worker ended'}`);
      this.#end(pid, SIGABRT);
    };
  }

  #startNode(pid: number): void {
    const use = (worker: Worker) => {
      this.#states.set(pid, { worker });
      this.#watchErrors(worker, pid);
      worker.onmessage = ({ data }: MessageEvent<Shared | DigestOrder | Replacement>) => {
        // What an ended process still ordered would never be ended itself.
        if (!this.#states.has(pid)) return;
        if ('digestMemory' in data) this.#digests.start(pid, data.digestMemory);
        else if ('startsAnew' in data) this.#startAnew(pid, worker);
        else this.#passOn(pid, data);
      };
      worker.postMessage({ id: pid, shared: this.#waiting.get(pid) ?? [] } satisfies Start);
      this.#waiting.delete(pid);
      this.#kernel.started(pid);
    };
    const state = this.#pool.take(use, () => this.#end(pid, SIGABRT));
    // A ready Worker has been taken already.
    if (!this.#states.has(pid)) this.#states.set(pid, state);
  }

  /** The Worker waits, with no lock of the kernel's, to be ended. execve(2) ends the other threads as well. */
  #startAnew(pid: number, worker: Worker): void {
    for (const id of [...this.#states.keys()]) {
      if (id !== pid && this.#kernel.processOf(id) === pid) this.#end(id, 0);
    }
    this.#digests.end(pid);
    this.#waiting.delete(pid);
    this.#states.delete(pid);
    worker.onerror = null;
    worker.terminate();
    this.#start(pid);
    this.#pool.refill();
  }

  /** Memory and modules that threads share, to one of them or to all others of the process. */
  #passOn(from: number, { to, shared, passedOn }: Shared): void {
    const process = this.#kernel.processOf(from);
    for (const [id, state] of this.#states) {
      if (to === 0 ? id === from || this.#kernel.processOf(id) !== process : id !== to) continue;
      if ('worker' in state) state.worker.postMessage({ shared });
      else this.#keep(id, shared);
    }
    // Its start may be an order that has not been taken yet.
    if (to !== 0 && !this.#states.has(to) && this.#kernel.processOf(to) === process) this.#keep(to, shared);
    Atomics.add(passedOn, 0, 1);
    Atomics.notify(passedOn, 0);
  }

  #keep(id: number, shared: SharedObject): void {
    this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), shared]);
  }

  /** `waitStatus` (wait(2)) counts only for a process that the kernel does not know to have ended. */
  #end(pid: number, waitStatus: number): void {
    const state = this.#states.get(pid);
    this.#states.delete(pid);
    this.#waiting.delete(pid);
    this.#digests.end(pid);
    const native = state && 'native' in state ? state.native : undefined;
    const ended = native?.finished || (native && waitStatus === 0 && this.#hasExited(pid));
    this.#kernel.terminate(pid, waitStatus, () => {
      if (!state) return;
      // Its program is over: it touches nothing of the process any more, and runs another.
      if (ended) return;
      if ('worker' in state) {
        state.worker.onerror = null;
        state.worker.terminate();
      } else state.cancel();
    });
    if (native?.finished && state && 'worker' in state) this.#natives.recycle(state.worker);
    if (native) return;
    this.#pool.refill();
    this.onNodeEnd();
  }

  /** A process that ended by itself is a zombie or already gone; one that is killed lives until its Worker is ended. */
  #hasExited(pid: number): boolean {
    const process = this.#kernel.processes().find((each) => each.pid === pid);
    return !process || process.state === 'zombie';
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
