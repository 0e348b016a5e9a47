// Telling of what is destroyed keeps no process alive, and begins no new round of 'beforeExit'.
const { createHook } = require('node:async_hooks');
let destroyed = 0;
createHook({
  init() {},
  destroy() {
    destroyed += 1;
  },
}).enable();
let rounds = 0;
process.on('beforeExit', () => {
  rounds += 1;
  process.nextTick(() => {});
  if (rounds > 3) process.exit(1);
});
process.on('exit', (code) => console.log('rounds', rounds, 'code', code, destroyed > 0));
setTimeout(() => {}, 5);
