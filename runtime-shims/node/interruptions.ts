/**
 * The limits of scripts that `vm` runs (Watchdog and SigintWatchdog of src/node_watchdog.cc): a time, and SIGINT. Their
 * code asks by itself (source_transform/interruption_checks.ts); what it calls of others' is not interrupted.
 */
import type { Environment } from './environment.ts';
import { nativeError } from './native_error.ts';
import { perEnvironment } from './per_environment.ts';
import { type SigintWatchdog, sigintWatchdogOf } from './sigint_watchdog.ts';

/** What unwinds an interrupted script; no program gets to see it. */
const INTERRUPTION = Object.freeze({ __proto__: null });
/** Checks between two looks at the clock, a power of two: a look costs as much as many of the rest. */
const CHECKS_BETWEEN_LOOKS = 16;

interface Limit {
  /** ms on the clock of `performance.now()`. */
  until: number;
  onSigint: boolean;
  reason: 'time' | 'signal' | undefined;
}

export class Interruptions {
  /** The outermost first. */
  readonly #limits: Limit[] = [];
  readonly #sigint: SigintWatchdog;
  #checks = 0;
  #exceeded: Limit | undefined;

  constructor(environment: Environment) {
    this.#sigint = sigintWatchdogOf(environment);
  }

  /** What interruptible code calls. */
  readonly check = (): void => {
    if (this.#limits.length === 0) return;
    if (this.#exceeded === undefined) {
      this.#checks += 1;
      if (this.#checks % CHECKS_BETWEEN_LOOKS === 0) this.#look();
    }
    if (this.#exceeded !== undefined) throw INTERRUPTION;
  };

  #look(): void {
    const now = performance.now();
    const late = this.#limits.find(({ until }) => until <= now);
    if (late !== undefined) {
      late.reason = 'time';
      this.#exceeded = late;
      return;
    }
    const watching = this.#limits.findLast(({ onSigint }) => onSigint);
    if (watching === undefined || !this.#sigint.take()) return;
    watching.reason = 'signal';
    this.#exceeded = watching;
  }

  /** `timeout`: ms, or -1. Throws as `vm` does when a limit is exceeded. */
  run<Result>(timeout: number, onSigint: boolean, action: () => Result): Result {
    if (timeout < 0 && !onSigint) return action();
    const until = timeout < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeout;
    const limit: Limit = { until, onSigint, reason: undefined };
    this.#limits.push(limit);
    if (onSigint) this.#sigint.start();
    try {
      const result = action();
      if (limit.reason === undefined) return result;
    } catch (error) {
      if (limit.reason === undefined) throw error;
    } finally {
      this.#limits.pop();
      if (onSigint) this.#sigint.stop();
      if (this.#exceeded === limit) this.#exceeded = undefined;
    }
    if (limit.reason === 'time') {
      const message = `Script execution timed out after ${timeout}ms`;
      throw nativeError(Error, 'ERR_SCRIPT_EXECUTION_TIMEOUT', message);
    }
    const message = 'Script execution was interrupted by `SIGINT`';
    throw nativeError(Error, 'ERR_SCRIPT_EXECUTION_INTERRUPTED', message);
  }
}

export const interruptionsOf = perEnvironment((environment) => new Interruptions(environment));
