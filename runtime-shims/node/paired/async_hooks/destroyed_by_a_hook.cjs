// What a destroy hook ends is told of as well, in the same turn.
const { AsyncResource, createHook } = require('node:async_hooks');
const told = [];
const resources = [0, 1, 2].map(() => new AsyncResource('told of', { requireManualDestroy: true }));
const ids = resources.map((resource) => resource.asyncId());
createHook({
  destroy(id) {
    const index = ids.indexOf(id);
    if (index < 0) return;
    told.push(index);
    resources[index + 1]?.emitDestroy();
  },
}).enable();
resources[0].emitDestroy();
process.on('exit', () => console.log(told));
