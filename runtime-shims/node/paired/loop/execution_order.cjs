// The timer is far behind everything else: of a timeout of 0 and an immediate either may be first, natively too.
setImmediate(() => {
  const log = (what) => console.log(what);
  setTimeout(() => log('timeout'), 100);
  setImmediate(() => {
    log('immediate 1');
    process.nextTick(() => log('tick of immediate 1'));
    Promise.resolve().then(() => log('microtask of immediate 1'));
  });
  setImmediate(() => log('immediate 2'));
  process.nextTick(() => {
    log('tick 1');
    process.nextTick(() => log('tick of tick 1'));
    Promise.resolve().then(() => {
      log('microtask of tick 1');
      process.nextTick(() => log('tick of a microtask'));
    });
  });
  process.nextTick(() => log('tick 2'));
  queueMicrotask(() => log('microtask 1'));
  Promise.resolve()
    .then(() => log('microtask 2'))
    .then(() => log('microtask 3'));
  (async () => {
    log('async function');
    await null;
    log('after await');
    await new Promise((resolve) => setImmediate(resolve));
    log('after an immediate awaited');
  })();
  log('end of the immediate');
});
console.log('end of the program');
