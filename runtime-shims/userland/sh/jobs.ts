/** Jobs (POSIX 2.9.3, XCU 2.11): process groups of the shell, their states, and waiting for them. */
import { SIGCONT, WUNTRACED } from '../../kernel/constants.ts';
import type { ChildStatus, SystemCalls } from '../../kernel/system_calls.ts';

export interface Job {
  number: number;
  pgid: number;
  command: string;
  /** Of its processes in pipeline order: the status of those that have ended. */
  processes: Map<number, number | 'running' | 'stopped'>;
  /** Started with `&`. */
  background: boolean;
}

/** Exit status of a job that was stopped: 128 + SIGTSTP. */
const stoppedStatus = 148;
/** Milliseconds of one wait on the event word: a bound only, the kernel wakes it. */
const longestWait = 10_000;
/** Ended jobs whose status `wait PID` may still ask for. */
const remembered = 64;

/** The status that `$?` shows for a child (POSIX 2.8.2): its exit code, or 128 + the signal that ended it. */
export function exitStatus(status: ChildStatus): number {
  return status.signal ? 128 + status.signal : status.exitCode;
}

export class Jobs {
  list: Job[] = [];
  readonly #kernel: SystemCalls;
  readonly #ended = new Map<number, number>();
  /** Each job has a group of its own, and the one in the foreground the terminal: `set -m`, an interactive shell. */
  monitor: boolean;
  /** Called before each wait; true ends the waiting (a trap is to run). */
  onWake: () => boolean = () => false;

  constructor(kernel: SystemCalls, monitor: boolean) {
    this.#kernel = kernel;
    this.monitor = monitor;
  }

  add(command: string, pids: readonly number[], background: boolean): Job {
    const number = Math.max(0, ...this.list.map((job) => job.number)) + 1;
    const job: Job = { number, pgid: pids[0] ?? 0, command, processes: new Map(), background };
    for (const pid of pids) job.processes.set(pid, 'running');
    this.list.push(job);
    return job;
  }

  state(job: Job): 'Running' | 'Stopped' | 'Done' {
    const states = [...job.processes.values()];
    if (states.includes('running')) return 'Running';
    return states.includes('stopped') ? 'Stopped' : 'Done';
  }

  /** Statuses of the job's processes in pipeline order; what runs still counts as 0. */
  statuses(job: Job): number[] {
    return [...job.processes.values()].map((status) => (typeof status === 'number' ? status : 0));
  }

  /** How a job is listed: `Done(1)` and the like. */
  words(job: Job): string {
    const state = this.state(job);
    const status = this.statuses(job).at(-1) ?? 0;
    if (state !== 'Done' || status === 0) return state;
    return status > 128 ? (signalWords[status - 128] ?? `Signal ${status - 128}`) : `Done(${status})`;
  }

  /** `%1`, `%+`, `%-`, `%name`, `%?text`, or a pid. */
  find(specification: string): Job | undefined {
    if (['', '%', '%+', '%%'].includes(specification)) return this.current();
    if (specification === '%-') return this.list.at(-2) ?? this.current();
    if (/^%\d+$/.test(specification)) return this.list.find((job) => job.number === Number(specification.slice(1)));
    if (specification.startsWith('%?')) return this.list.find((job) => job.command.includes(specification.slice(2)));
    if (specification.startsWith('%')) return this.list.find((job) => job.command.startsWith(specification.slice(1)));
    return this.list.find((job) => job.processes.has(Number(specification)));
  }

  /** The job that was stopped last, or started last. */
  current(): Job | undefined {
    return this.list.findLast((job) => this.state(job) === 'Stopped') ?? this.list.at(-1);
  }

  /** Takes notice of all children that changed; does not block. False: there is no child. */
  collect(): boolean {
    for (;;) {
      const status = this.#kernel.wait4(-1, WUNTRACED);
      if (status === null) return true;
      if (typeof status === 'number') return false;
      const job = this.list.find((candidate) => candidate.processes.has(status.pid));
      job?.processes.set(status.pid, status.stopSignal ? 'stopped' : exitStatus(status));
    }
  }

  /** Blocks until the job has ended or stopped; answers the status of its last process. Undefined: interrupted. */
  wait(job: Job): number | undefined {
    if (!this.#waitUntil(() => this.state(job) !== 'Running')) return undefined;
    if (this.state(job) === 'Stopped') return stoppedStatus;
    return this.statuses(job).at(-1) ?? 0;
  }

  /**
   * Waits for a job that has the terminal since its start (see `Processes.inFront`) or, with `resume`, gets it now; takes
   * the terminal back. A job that ended is forgotten.
   */
  foreground(job: Job, resume: boolean): number {
    job.background = false;
    if (resume) {
      if (this.monitor) this.#kernel.tcsetpgrp(0, job.pgid);
      this.resume(job);
    }
    let status: number | undefined;
    // A trap's signal does not end the waiting for what runs in the foreground.
    do status = this.wait(job);
    while (status === undefined);
    if (this.monitor) this.#kernel.tcsetpgrp(0, this.#kernel.getpgid(0));
    if (this.state(job) === 'Done') this.forget(job);
    return status;
  }

  resume(job: Job): void {
    for (const [pid, state] of job.processes) if (state === 'stopped') job.processes.set(pid, 'running');
    this.#kernel.kill(-job.pgid, SIGCONT);
  }

  forget(job: Job): void {
    this.list = this.list.filter((each) => each !== job);
    if (!job.background) return;
    const statuses = this.statuses(job);
    for (const [index, pid] of [...job.processes.keys()].entries()) this.#ended.set(pid, statuses[index] ?? 0);
    for (const pid of this.#ended.keys()) if (this.#ended.size > remembered) this.#ended.delete(pid);
  }

  /** The status of a process that ended and was forgotten. */
  statusOf(pid: number): number | undefined {
    return this.#ended.get(pid);
  }

  /** False: interrupted by a trap. */
  waitAll(): boolean {
    return this.#waitUntil(() => this.list.every((job) => this.state(job) !== 'Running'));
  }

  /** Until any job ends: `wait -n`. */
  waitAny(): Job | undefined {
    const ended = () => this.list.find((job) => this.state(job) === 'Done');
    this.#waitUntil(() => !this.list.length || ended() !== undefined);
    return ended();
  }

  #waitUntil(done: () => boolean): boolean {
    for (;;) {
      const events = new Int32Array(this.#kernel.memory.buffer);
      const seen = Atomics.load(events, this.#kernel.eventWord);
      const children = this.collect();
      if (done() || !children) return true;
      if (this.onWake()) return false;
      this.#kernel.resting(() => Atomics.wait(events, this.#kernel.eventWord, seen, longestWait));
    }
  }
}

const signalWords: Record<number, string> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  6: 'Aborted',
  9: 'Killed',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
};
