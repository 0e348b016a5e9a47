// timers/promises: values, abort, intervals, the scheduler, and references.
import {
  setImmediate as immediate,
  setInterval as interval,
  scheduler,
  setTimeout as sleep,
} from 'node:timers/promises';

console.log(await sleep(1, 'value'), await immediate('now'));
const controller = new AbortController();
setTimeout(() => controller.abort('why'), 5);
console.log(
  await sleep(1000, 0, { signal: controller.signal }).catch((error) => `${error.name} ${error.code} ${error.cause}`),
);
let rounds = 0;
for await (const value of interval(1, 'tick')) {
  rounds++;
  if (rounds === 3) {
    console.log(value, rounds);
    break;
  }
}
console.log(
  await scheduler.wait(1),
  await scheduler.yield(),
  await immediate(1, { signal: AbortSignal.abort() }).catch((error) => error.name),
);
for (const bad of [sleep(1, 0, 5), sleep(1, 0, { ref: 1 }), sleep(1, 0, { signal: {} })])
  console.log(await bad.catch((error) => error.code));
const { promise, resolve } = Promise.withResolvers();
setTimeout(resolve, 2, 'timer');
console.log(await promise);
