/** What `time` and `times` tell (POSIX XCU): a browser knows no time spent in the system. */
import type { SystemCalls } from '../../kernel/system_calls.ts';

/** `1m2.345s` */
export function minutes(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
}

/** Real and CPU time from its making on, of the process and the children that it has waited for. */
export class Timing {
  readonly #kernel: SystemCalls;
  readonly #real = performance.now();
  readonly #cpu: number;

  constructor(kernel: SystemCalls) {
    this.#kernel = kernel;
    this.#cpu = this.#used();
  }

  #used(): number {
    const { process, children } = this.#kernel.cpuTimes();
    return process + children;
  }

  /** In milliseconds. */
  get passed(): { real: number; user: number } {
    return { real: performance.now() - this.#real, user: this.#used() - this.#cpu };
  }

  report(): string {
    const { real, user } = this.passed;
    return `\nreal\t${minutes(real)}\nuser\t${minutes(user)}\nsys\t${minutes(0)}\n`;
  }
}
