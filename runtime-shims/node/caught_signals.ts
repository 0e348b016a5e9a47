/** Which signals this process catches and who hears of them: libuv's signal tree (src/unix/signal.c). */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

const SIG_DFL = 0;
const SIG_CAUGHT = 2;

type Listener = (signal: number) => void;

export interface CaughtSignals {
  /** 0 or the error of sigaction. */
  add(signal: number, listener: Listener): number;
  remove(signal: number, listener: Listener): void;
  has(signal: number): boolean;
}

export const caughtSignalsOf: (environment: Environment) => CaughtSignals = perEnvironment(({ kernel, loop }) => {
  const listeners = new Map<number, Set<Listener>>();

  loop.onSignal = (signal) => {
    for (const listener of listeners.get(signal) ?? []) loop.makeCallback(() => listener(signal));
  };

  return {
    add(signal, listener) {
      const present = listeners.get(signal);
      if (present !== undefined) {
        present.add(listener);
        return 0;
      }
      const result = kernel.sigaction(signal, SIG_CAUGHT);
      if (result === 0) listeners.set(signal, new Set([listener]));
      return result;
    },
    remove(signal, listener) {
      const present = listeners.get(signal);
      present?.delete(listener);
      if (present?.size !== 0) return;
      listeners.delete(signal);
      kernel.sigaction(signal, SIG_DFL);
    },
    has: (signal) => listeners.has(signal),
  };
});
