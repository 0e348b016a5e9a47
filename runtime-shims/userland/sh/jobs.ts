/** Jobs (POSIX 2.9.3, XCU 2.11): process groups of the shell, their states, and waiting for them. */

import { SIGCONT, WUNTRACED } from '../../kernel/constants.ts';
import { ECHILD } from '../../kernel/errno.ts';
import type { ChildStatus, SystemCalls } from '../../kernel/system_calls.ts';

export interface Job {
  number: number;
  pgid: number;
  command: string;
  /** Processes that have not ended, and the status of each that has, by pid in pipeline order. */
  processes: Map<number, number | 'running' | 'stopped'>;
  notified: boolean;
}

/** Exit status of a job that was stopped: 128 + SIGTSTP, as other shells give. */
const stoppedStatus = 148;
/** Milliseconds of one wait on the event word: a bound only, the kernel wakes it. */
const longestWait = 10_000;

/** The status that `$?` shows for a child (POSIX 2.8.2): its exit code, or 128 + the signal that ended it. */
export function exitStatus(status: ChildStatus): number {
  return status.signal ? 128 + status.signal : status.exitCode;
}

export class Jobs {
  readonly list: Job[] = [];
  readonly #kernel: SystemCalls;
  /** An interactive shell gives each job a group of its own and the terminal to the one in the foreground. */
  readonly monitor: boolean;
  /** Called while waiting, at each wake: traps run from here. */
  onWake: () => void = () => {};

  constructor(kernel: SystemCalls, monitor: boolean) {
    this.#kernel = kernel;
    this.monitor = monitor;
  }

  add(command: string, pids: readonly number[]): Job {
    const number = Math.max(0, ...this.list.map((job) => job.number)) + 1;
    const job: Job = { number, pgid: pids[0] ?? 0, command, processes: new Map(), notified: false };
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

  /** `%1`, `%+`, `%name`, or a pid. */
  find(specification: string): Job | undefined {
    if (specification === '' || specification === '%' || specification === '%+' || specification === '%%') {
      return this.list.at(-1);
    }
    if (/^%\d+$/.test(specification)) return this.list.find((job) => job.number === Number(specification.slice(1)));
    if (specification.startsWith('%')) return this.list.find((job) => job.command.startsWith(specification.slice(1)));
    return this.list.find((job) => job.processes.has(Number(specification)));
  }

  /** Takes notice of all children that changed; does not block. */
  collect(): void {
    for (;;) {
      const status = this.#kernel.wait4(-1, WUNTRACED);
      if (status === null || typeof status === 'number') return;
      const job = this.list.find((candidate) => candidate.processes.has(status.pid));
      job?.processes.set(status.pid, status.stopSignal ? 'stopped' : exitStatus(status));
    }
  }

  /** Blocks until the job has ended or stopped; answers the status of its last process. */
  wait(job: Job): number {
    this.#waitUntil(() => this.state(job) !== 'Running');
    if (this.state(job) === 'Stopped') return stoppedStatus;
    return this.statuses(job).at(-1) ?? 0;
  }

  /** Waits for a job with the terminal handed to it, and takes the terminal back. A job that ended is forgotten. */
  foreground(job: Job, resume: boolean): number {
    if (this.monitor) this.#kernel.tcsetpgrp(0, job.pgid);
    if (resume) this.resume(job);
    const status = this.wait(job);
    if (this.monitor) this.#kernel.tcsetpgrp(0, this.#kernel.getpgid(0));
    if (this.state(job) === 'Done') this.forget(job);
    return status;
  }

  resume(job: Job): void {
    for (const [pid, state] of job.processes) if (state === 'stopped') job.processes.set(pid, 'running');
    this.#kernel.kill(-job.pgid, SIGCONT);
  }

  forget(job: Job): void {
    const index = this.list.indexOf(job);
    if (index >= 0) this.list.splice(index, 1);
  }

  waitAll(): void {
    this.#waitUntil(() => this.list.every((job) => this.state(job) !== 'Running'));
  }

  #waitUntil(done: () => boolean): void {
    for (;;) {
      const events = new Int32Array(this.#kernel.memory.buffer);
      const seen = Atomics.load(events, this.#kernel.eventWord);
      this.collect();
      if (done() || this.#kernel.wait4(-1, WUNTRACED) === -ECHILD) return;
      this.onWake();
      Atomics.wait(events, this.#kernel.eventWord, seen, longestWait);
    }
  }
}
