// The order in which Node runs things: synchronous code, process.nextTick, promises, timers, I/O callbacks, immediates.
const fs = require('node:fs');

const log = (text) => console.log(text);

log('1. main: start');

setTimeout(() => log('6. timer: 0 ms'), 0);
setTimeout(() => {
  log('7. timer: 0 ms, with a tick and a promise of its own');
  process.nextTick(() => log('8.   its nextTick'));
  Promise.resolve().then(() => log('9.   its promise'));
}, 0);

process.nextTick(() => log('3. nextTick'));
Promise.resolve()
  .then(() => log('4. promise'))
  .then(() => process.nextTick(() => log('5. nextTick queued by a promise')));

log('2. main: end');

setTimeout(() => {
  fs.readFile(__filename, () => {
    log('10. I/O callback');
    setTimeout(() => {
      log('14. timer set in the I/O callback');
      steps();
    }, 0);
    setImmediate(() => {
      log('12. immediate: always before timers that an I/O callback sets');
      process.nextTick(() => log('13.   its nextTick'));
    });
    process.nextTick(() => log('11. nextTick of the I/O callback'));
  });
}, 20);

async function steps() {
  for (const name of ['15. await: first', '16. await: second']) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    log(name);
  }
  queueMicrotask(() => log('18. microtask'));
  process.nextTick(() => log('19. nextTick queued in a microtask runs after it'));
  log('17. async function: end');
}

process.on('beforeExit', () => log('20. beforeExit'));
process.on('exit', (code) => log(`21. exit with ${code}`));
