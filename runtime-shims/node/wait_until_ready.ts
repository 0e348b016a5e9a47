import type { SystemCalls } from '../kernel/system_calls.ts';
import { UV_EINTR } from './uv_numbers.ts';

/** Milliseconds between two looks while a signal is pending that only the event loop can take. */
const LOOK_AGAIN = 20;
/** Milliseconds of one wait; longer than any program, short enough for a timer's 32 bits. */
const FOREVER = 2 ** 31 - 1;

/**
 * Blocks until `fd` may have one of `events` (the caller tries again), whatever signals are pending: like a write(2)
 * with SA_RESTART. A signal that ends the process still does so, for then the supervisor ends the Worker.
 */
export function waitUntilReady(kernel: SystemCalls, fd: number, events: number): void {
  if (kernel.waitBlocking(fd, events, FOREVER) !== UV_EINTR) return;
  const words = new Int32Array(kernel.memory.buffer);
  kernel.resting(() => Atomics.wait(words, kernel.eventWord, Atomics.load(words, kernel.eventWord), LOOK_AGAIN));
}
