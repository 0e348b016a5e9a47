// AsyncResource, bind, snapshot, ids of execution and trigger, exit and enterWith.
const { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, triggerAsyncId } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
const seen = [];
const hook = createHook({
  init(_id, type) {
    if (['MINE', 'Timeout', 'Immediate', 'TickObject'].includes(type)) seen.push(type);
  },
}).enable();
console.log(executionAsyncId() > 0, triggerAsyncId() >= 0);
const resource = storage.run('for the resource', () => new AsyncResource('MINE'));
resource.runInAsyncScope(
  (...words) => console.log(storage.getStore(), executionAsyncId() === resource.asyncId(), ...words),
  null,
  'given',
);
const bound = storage.run('bound', () => AsyncResource.bind(() => storage.getStore()));
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
console.log(
  bound(),
  snapshot(() => storage.getStore()),
  storage.getStore(),
);
storage.run(1, () => {
  // One behind the other: which of the two comes first from a main script is a race, natively too.
  setImmediate(() => {
    console.log('immediate', storage.getStore());
    setTimeout(() => {
      console.log('timer', storage.getStore());
      hook.disable();
      console.log([...new Set(seen)].sort());
    }, 1);
  });
  process.nextTick(() => console.log('tick', storage.getStore()));
  queueMicrotask(() => console.log('microtask', storage.getStore()));
  Promise.resolve().then(() => console.log('then', storage.getStore()));
  storage.exit(() => console.log('exit', storage.getStore()));
  (async () => {
    await null;
    console.log('await', storage.getStore());
    storage.enterWith('entered');
    await null;
    console.log('after enterWith', storage.getStore());
  })();
});
try {
  new AsyncResource();
} catch (error) {
  console.log(error.code);
}
console.log(new AsyncLocalStorage({ defaultValue: 'default', name: 'n' }).getStore());
