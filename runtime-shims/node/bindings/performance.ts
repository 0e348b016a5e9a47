/** src/node_perf.cc: clocks and milestones. Garbage collections cannot be observed in a tab. */
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';
import { histogramClasses } from './performance_histogram.ts';

const clock = performance;

const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_MINOR_MARK_SWEEP: 2,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  NODE_PERFORMANCE_ENTRY_TYPE_GC: 0,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP: 1,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP2: 2,
  NODE_PERFORMANCE_ENTRY_TYPE_NET: 3,
  NODE_PERFORMANCE_ENTRY_TYPE_DNS: 4,
  NODE_PERFORMANCE_ENTRY_TYPE_QUIC: 5,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP: 0,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN: 1,
  NODE_PERFORMANCE_MILESTONE_ENVIRONMENT: 2,
  NODE_PERFORMANCE_MILESTONE_NODE_START: 3,
  NODE_PERFORMANCE_MILESTONE_V8_START: 4,
  NODE_PERFORMANCE_MILESTONE_LOOP_START: 5,
  NODE_PERFORMANCE_MILESTONE_LOOP_EXIT: 6,
  NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE: 7,
};
const MILESTONES = 8;
const ENTRY_TYPES = 6;
/** Counters of uv_metrics_t: loop_count, events, events_waiting. */
const UV_METRICS = 3;
/** A milestone that has not come yet. */
const NOT_YET = -1;
const NANOSECONDS = 1e6;
const MICROSECONDS = 1e3;

export const binding: BindingFactory = (environment) => {
  // A worker of the pool lives longer than the process that runs in it: its time begins here.
  const start = clock.now();
  const milestones = new Float64Array(MILESTONES).fill(NOT_YET);
  milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP] = (clock.timeOrigin + start) * MICROSECONDS;
  for (const milestone of [
    constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN,
    constants.NODE_PERFORMANCE_MILESTONE_ENVIRONMENT,
    constants.NODE_PERFORMANCE_MILESTONE_NODE_START,
    constants.NODE_PERFORMANCE_MILESTONE_V8_START,
    constants.NODE_PERFORMANCE_MILESTONE_LOOP_START,
  ]) {
    milestones[milestone] = start * NANOSECONDS;
  }
  const refuse = (name: string) => unimplementedFunction(environment, `performance.${name}`, name);
  return {
    constants,
    milestones,
    observerCounts: new Uint32Array(ENTRY_TYPES),
    uvMetricsBuffer: new Int32Array(UV_METRICS),
    now: () => clock.now() - start,
    loopIdleTime: () => 0,
    // The counters stay zero: the loop does not count.
    uvMetricsInfo(): void {},
    markBootstrapComplete(): void {
      milestones[constants.NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE] = clock.now() * NANOSECONDS;
    },
    // Entries are only made by natives; those of http, net and dns come through the library.
    setupObservers(): void {},
    notify(): void {},
    // Observing garbage collections yields none.
    installGarbageCollectionTracking(): void {},
    removeGarbageCollectionTracking(): void {},
    ...histogramClasses(environment, clock),
    SlidingWindowHistogram: refuse('SlidingWindowHistogram'),
  };
};
