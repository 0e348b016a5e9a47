const { createHistogram, monitorEventLoopDelay } = require('node:perf_hooks');

const histogram = createHistogram();
console.log(histogram);
for (const value of [1, 2, 3, 10, 500, 501, 999, 5000, 100_000, 7n]) histogram.record(value);
console.log(histogram);
console.log(histogram.percentile(1), histogram.percentile(50), histogram.percentile(99.9), histogram.percentile(100));
console.log(histogram.minBigInt, histogram.maxBigInt, histogram.countBigInt, histogram.exceedsBigInt);
console.log(histogram.percentilesBigInt, histogram.percentileBigInt(75), histogram.percentilesAt([99, 10]));
console.log(histogram.countAt(500), histogram.countAt(4), histogram.cdf(500), histogram.toJSON());

const narrow = createHistogram({ lowest: 10, highest: 1000, figures: 2 });
for (const value of [5, 10, 500, 1000, 1001, 5000]) narrow.record(value);
console.log(narrow.count, narrow.exceeds, narrow.min, narrow.max);
histogram.add(narrow);
console.log(histogram.count, histogram.exceeds);
const same = createHistogram();
same.record(500);
same.record(2);
histogram.subtract(same);
console.log(histogram.count);
histogram.reset();
console.log(histogram.count, histogram.max);
const corrected = createHistogram();
corrected.recordCorrected(100, 25);
console.log(corrected.count, corrected.min, corrected.max);
for (const bad of [
  () => histogram.record(0),
  () => histogram.record('x'),
  () => histogram.percentile(0),
  () => createHistogram({ figures: 6 }),
  () => createHistogram({ lowest: 10, highest: 11 }),
]) {
  try {
    bad();
  } catch (error) {
    console.log(error.code, error.message);
  }
}
const delay = createHistogram();
delay.recordDelta();
setTimeout(() => {
  delay.recordDelta();
  console.log(delay.count, delay.min > 1e6, delay.max < 1e10);
}, 20);
const loop = monitorEventLoopDelay({ resolution: 5 });
console.log(loop.enable(), loop.enable(), loop.constructor.name);
const enough = setInterval(() => {
  if (loop.count <= 3) return;
  clearInterval(enough);
  console.log(loop.disable(), loop.disable(), loop.min > 1e6, loop.mean > 1e6);
}, 20);
