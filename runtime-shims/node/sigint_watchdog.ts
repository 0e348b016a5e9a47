/** SigintWatchdogHelper (src/node_watchdog.cc): while somebody watches, SIGINT is noted and kills nobody. */
import { SIGINT } from '../kernel/signal_numbers.ts';
import { caughtSignalsOf } from './caught_signals.ts';
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

export class SigintWatchdog {
  readonly #environment: Environment;
  #watching = 0;
  #isPending = false;
  readonly #note = (): void => {
    this.#isPending = true;
  };

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  start(): void {
    this.#watching += 1;
    if (this.#watching > 1) return;
    this.#isPending = false;
    caughtSignalsOf(this.#environment).add(SIGINT, this.#note);
  }

  /** Whether there was a signal that nobody has taken. */
  stop(): boolean {
    const was = this.take();
    this.#watching -= 1;
    if (this.#watching === 0) caughtSignalsOf(this.#environment).remove(SIGINT, this.#note);
    return was;
  }

  get isPending(): boolean {
    this.#poll();
    return this.#isPending;
  }

  take(): boolean {
    const was = this.isPending;
    this.#isPending = false;
    return was;
  }

  /** The event loop, which takes signals otherwise, does not run while a script does: it gets the others later. */
  #poll(): void {
    const { kernel, loop } = this.#environment;
    for (let signal = kernel.takeSignal(); signal > 0; signal = kernel.takeSignal()) {
      const other = signal;
      if (other === SIGINT) this.#isPending = true;
      else loop.post(() => loop.onSignal?.(other));
    }
  }
}

export const sigintWatchdogOf = perEnvironment((environment) => new SigintWatchdog(environment));
