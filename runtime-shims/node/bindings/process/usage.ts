/** Time and memory of the process, as far as a browser tells. */
import type { Binding, Environment } from '../../environment.ts';
import { monotonicNow, threadMilliseconds } from '../../monotonic_clock.ts';

/** Three 32-bit fields: seconds high and low, nanoseconds; or the first eight bytes as one 64-bit number. */
const HRTIME_FIELDS = 3;
const TWO_TO_32 = 2 ** 32;
/** getrusage(2) counts the largest resident size in KiB. */
const KIBIBYTE = 1024;
/** In a millisecond. */
const MICROSECONDS = 1000;
const USER_CPU = 0;
const SYSTEM_CPU = 1;
const MAX_RESIDENT = 2;

/** A process just bootstrapped, as Chromium measures it: until it has measured this one, or where a browser tells nothing. */
const ASSUMED_HEAP = 10.5 * 2 ** 20;

export function clockMethods(): Binding {
  const hrtimeBuffer = new Uint32Array(HRTIME_FIELDS);
  const whole = new BigUint64Array(hrtimeBuffer.buffer, 0, 1);
  return {
    hrtimeBuffer,
    hrtime() {
      const { seconds, nanoseconds } = monotonicNow();
      hrtimeBuffer[0] = Math.floor(seconds / TWO_TO_32);
      hrtimeBuffer[1] = seconds % TWO_TO_32;
      hrtimeBuffer[2] = nanoseconds;
    },
    hrtimeBigInt() {
      const { seconds, nanoseconds } = monotonicNow();
      whole[0] = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
    },
  };
}

const processStarts = new WeakMap<Environment, number>();

/** A pooled Worker is older than the process that it becomes. */
export function markProcessStart(environment: Environment): void {
  processStarts.set(environment, threadMilliseconds());
}

export function usageMethods(environment: Environment): Binding {
  const { kernel } = environment;
  const elapsed = (): number => threadMilliseconds() - (processStarts.get(environment) ?? 0);

  /** As the kernel counts it (its usage.ts), in microseconds; a browser knows no time spent in the system. */
  const usageOf =
    (whose: 'process' | 'thread') =>
    (values: Float64Array): void => {
      values[USER_CPU] = Math.round(kernel.cpuTimes()[whose] * MICROSECONDS);
      values[SYSTEM_CPU] = 0;
    };

  /** Bytes of the threads' heaps with what they hold outside of them, which a browser does not tell apart. */
  const heaps = () => {
    const { process, thread } = kernel.measuredMemory();
    return { process: process || ASSUMED_HEAP, thread: thread || ASSUMED_HEAP };
  };
  const residentSet = (): number => heaps().process + kernel.memoryUsed();

  return {
    uptime: () => elapsed() / 1000,
    cpuUsage: usageOf('process'),
    threadCpuUsage: usageOf('thread'),
    memoryUsage(values: Float64Array) {
      const { process, thread } = heaps();
      values.set([process + kernel.memoryUsed(), thread, thread, 0, 0]);
    },
    rss: residentSet,
    constrainedMemory: () => kernel.memoryLimit(),
    availableMemory: () => Math.max(kernel.memoryLimit() - kernel.memoryUsed(), 0),
    resourceUsage(values: Float64Array) {
      values.fill(0);
      values[USER_CPU] = Math.round(kernel.cpuTimes().process * MICROSECONDS);
      values[MAX_RESIDENT] = Math.round(residentSet() / KIBIBYTE);
    },
  };
}
