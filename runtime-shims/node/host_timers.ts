/**
 * The browser's own timers, taken when this file is evaluated: later the global ones are Node's. They only wake the loop
 * (Loop.post), for handles whose time libuv would keep: StatWatcher.
 */
type Cancel = () => void;

const { setTimeout: start, clearTimeout: stop } = globalThis as unknown as {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
};

export function afterMilliseconds(milliseconds: number, callback: () => void): Cancel {
  const timer = start(callback, milliseconds);
  return () => stop(timer);
}
