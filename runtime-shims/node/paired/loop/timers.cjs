// By time, then in the order they were set; each is followed by its ticks and microtasks.
const log = (what) => console.log(what);
const start = performance.now();
const late = setTimeout(() => log('30'), 30);
for (const name of ['a', 'b', 'c']) {
  setTimeout(() => {
    log(`10 ${name}`);
    process.nextTick(() => log(`tick of ${name}`));
    Promise.resolve().then(() => log(`microtask of ${name}`));
    if (name === 'a') setTimeout(() => log('20 behind 10'), 20);
  }, 10);
}
setTimeout(() => log('1'), 0);
setTimeout(() => log('2'), 2);
const never = setTimeout(() => log('never'), 5);
setTimeout(() => clearTimeout(never), 3);
let count = 0;
const interval = setInterval(
  (step) => {
    count += step;
    if (count < 3) return;
    clearInterval(interval);
    setTimeout(() => {
      log(`interval ran ${count} times`);
      setTimeout(() => log(performance.now() - start >= 501), 1);
    }, 500);
  },
  4,
  1,
);
setTimeout(() => log('unreferenced'), 5).unref();
setTimeout(() => log('nobody waits so long'), 100_000).unref();
log([late.hasRef(), late.unref().hasRef(), late.ref().hasRef(), typeof late[Symbol.toPrimitive]()]);
const refreshed = setTimeout(() => log('refreshed'), 50);
setTimeout(() => refreshed.refresh(), 40);
