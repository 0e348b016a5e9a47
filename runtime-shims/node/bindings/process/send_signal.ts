import { caughtSignalsOf } from '../../caught_signals.ts';
import type { Environment } from '../../environment.ts';

/** Signals whose default action does not end the process (signal(7)): SIGCHLD, SIGCONT, SIGURG, SIGWINCH and stops. */
const HARMLESS = new Set([17, 18, 19, 20, 21, 22, 23, 28]);
/** Milliseconds that the supervisor has to end this Worker, far more than it needs. */
const LAST_WAIT = 5000;

/**
 * kill(2). A signal that ends the sender itself does so before kill returns: the Worker lies still until the supervisor
 * ends it.
 */
export function sendSignal(environment: Environment, pid: number, signal: number): number {
  const { kernel } = environment;
  const result = kernel.kill(pid, signal);
  const fatal = signal > 0 && !HARMLESS.has(signal) && !caughtSignalsOf(environment).has(signal);
  if (result === 0 && pid === kernel.pid && fatal) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WAIT);
  }
  return result;
}
