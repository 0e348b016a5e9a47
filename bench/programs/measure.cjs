// Shared by the programs: runs a step in rounds and prints one JSON line with the median time of a call.
const { performance } = require('node:perf_hooks');

const rounds = 7;
/** ms before each step of {@link measureApart}. */
const pause = 700;

/** Median of `rounds` rounds of `count` calls, in microseconds a call; one round more, first, warms up. */
function measure(name, count, step) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) step(i);
    if (round > 0) times.push(((performance.now() - start) * 1000) / count);
  }
  report(name, times);
}

/** The same for steps that answer promises, one after the other. */
async function measureAsync(name, count, step) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) await step(i);
    if (round > 0) times.push(((performance.now() - start) * 1000) / count);
  }
  report(name, times);
}

/** A step at a time, with a pause before each: what is made ready in the background is ready. */
async function measureApart(name, step) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const start = performance.now();
    step();
    if (round > 0) times.push((performance.now() - start) * 1000);
  }
  report(name, times);
}

function report(name, times) {
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ name, microseconds: times[times.length >> 1] }));
}

module.exports = { measure, measureApart, measureAsync };
