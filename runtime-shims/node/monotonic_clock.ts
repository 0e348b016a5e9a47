/**
 * The monotonic clock (uv_hrtime) in whole seconds and nanoseconds, from the browser's `performance`, taken before the
 * library replaces the global one. Like CLOCK_MONOTONIC it has the same zero in every process: here the epoch.
 */
const { performance } = globalThis;

const originMilliseconds = Math.floor(performance.timeOrigin);
const originFraction = performance.timeOrigin - originMilliseconds;

export interface Instant {
  seconds: number;
  nanoseconds: number;
}

const instant: Instant = { seconds: 0, nanoseconds: 0 };

/** The object is the same at each call. */
export function monotonicNow(): Instant {
  // Apart, so that the sum keeps the fraction: a double holds an epoch in ms to a quarter of a microsecond only.
  const elapsed = performance.now() + originFraction;
  const whole = Math.floor(elapsed);
  const milliseconds = originMilliseconds + whole;
  instant.seconds = Math.floor(milliseconds / 1000);
  instant.nanoseconds = (milliseconds % 1000) * 1e6 + Math.floor((elapsed - whole) * 1e6);
  return instant;
}

/** Milliseconds since this thread began. */
export const threadMilliseconds = (): number => performance.now();
