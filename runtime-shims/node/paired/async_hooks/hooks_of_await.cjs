// What hooks see of an await: a resource of its own, which is the current one when its function goes on.
const { createHook, executionAsyncId, executionAsyncResource, AsyncResource } = require('node:async_hooks');
const key = Symbol('carried');
const running = [];
const hook = createHook({
  init(_id, _type, _trigger, resource) {
    resource[key] = executionAsyncResource()[key];
  },
  before: (id) => running.push(id),
  after: (id) => running[running.length - 1] === id && running.pop(),
}).enable();
const later = () => new Promise((resolve) => setImmediate(resolve));

async function visit(name) {
  const start = executionAsyncId();
  executionAsyncResource()[key] = name;
  for (const value of [0, later(), Promise.resolve()]) {
    await value;
    console.log(executionAsyncResource()[key] === name, executionAsyncId() !== start);
    console.log(running.at(-1) === executionAsyncId());
  }
  new AsyncResource('inner').runInAsyncScope(() => {});
  console.log(running.at(-1) === executionAsyncId());
  await Promise.reject(new Error('refused')).catch(() => {});
  console.log(executionAsyncResource()[key] === name);
}
async function main() {
  await new AsyncResource('first').runInAsyncScope(visit, null, 'first');
  await new AsyncResource('second').runInAsyncScope(visit, null, 'second');
  await Promise.all(['a', 'b', 'c'].map((name) => new AsyncResource(name).runInAsyncScope(visit, null, name)));
  hook.disable();
  await 0;
  setImmediate(() => console.log('left', executionAsyncResource()[key]));
}
main();
