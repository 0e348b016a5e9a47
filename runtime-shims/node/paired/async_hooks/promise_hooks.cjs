// v8.promiseHooks: what is told of promises made by `new Promise`, its methods and `then`, and in which order.
const { promiseHooks } = require('node:v8');
const { createHook, executionAsyncId, triggerAsyncId } = require('node:async_hooks');
const names = new Map();
const name = (promise) => {
  if (!names.has(promise)) names.set(promise, `p${names.size}`);
  return names.get(promise);
};
const log = [];
const stop = promiseHooks.createHook({
  init: (promise, parent) => log.push(`init ${name(promise)}${parent ? ` of ${name(parent)}` : ''}`),
  before: (promise) => log.push(`before ${name(promise)}`),
  after: (promise) => log.push(`after ${name(promise)}`),
  settled: (promise) => log.push(`settled ${name(promise)}`),
});
const first = new Promise((resolve) => {
  log.push('executor');
  resolve(1);
  resolve(2);
});
const second = first.then((value) => log.push(`then ${value}`));
second.catch(() => log.push('never'));
const refused = Promise.reject(new Error('refused'));
refused.catch((error) => log.push(error.message));
class Own extends Promise {}
log.push(Own.resolve(3) instanceof Own, Promise.resolve(first) === first, first instanceof Promise);
setImmediate(() => {
  stop();
  Promise.resolve().then(() => log.push('not told'));
  setImmediate(() => {
    console.log(log.join('\n'));
    ids();
  });
});
function ids() {
  const seen = [];
  const hook = createHook({
    init(id, type, trigger) {
      if (type === 'PROMISE') seen.push({ id, trigger });
    },
  }).enable();
  const start = executionAsyncId();
  Promise.resolve(42).then(() => {
    hook.disable();
    const [made, chained] = seen;
    console.log(made.trigger === start, chained.trigger === made.id);
    console.log(executionAsyncId() === chained.id, triggerAsyncId() === made.id);
  });
}
