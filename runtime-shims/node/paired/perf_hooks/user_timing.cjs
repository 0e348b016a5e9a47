// Marks, measures, observers and their errors, without the times themselves.
const { performance, PerformanceObserver, PerformanceEntry, constants } = require('node:perf_hooks');
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    console.log(entry.entryType, entry.name, entry.duration >= 0, JSON.stringify(entry.detail));
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark', 'measure'] });
performance.mark('a', { detail: { x: 1 }, startTime: 5 });
performance.mark('b', { startTime: 15 });
const measure = performance.measure('a to b', 'a', 'b');
console.log(
  measure.duration,
  measure.startTime,
  measure instanceof PerformanceEntry,
  performance.getEntriesByName('a').length,
  performance.getEntriesByType('mark').length,
);
console.log(performance.measure('options', { start: 1, duration: 4 }).duration);
for (const bad of [
  () => performance.measure('x', 'none'),
  () => performance.mark(),
  () => performance.mark('m', { startTime: -1 }),
  () => performance.mark('nodeStart'),
  () => observer.observe({}),
  () => new PerformanceObserver(),
])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code);
  }
performance.clearMarks('a');
console.log(
  performance.getEntriesByType('mark').length,
  PerformanceObserver.supportedEntryTypes.includes('measure'),
  performance.timeOrigin > 1e12,
  typeof constants.NODE_PERFORMANCE_GC_MAJOR,
  typeof performance.toJSON().nodeTiming,
  performance.timerify(function f(a) {
    return a;
  })(3),
);
const { idle, active, utilization } = performance.eventLoopUtilization();
console.log(typeof idle, typeof active, utilization <= 1);
