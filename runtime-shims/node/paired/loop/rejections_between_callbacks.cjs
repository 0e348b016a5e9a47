// An unhandled rejection is told before the next callback, whichever phase it came from, and never when it was handled.
const fs = require('node:fs');

const log = [];
process.on('unhandledRejection', (reason) => log.push(`rejection ${reason}`));
process.on('rejectionHandled', () => log.push('handled later'));

const phase = (name, begin) =>
  new Promise((done) => {
    log.push(name);
    begin(() => {
      log.push('first');
      Promise.reject(name);
      Promise.reject('caught at once').catch(() => log.push('caught'));
      process.nextTick(() => log.push('tick'));
      queueMicrotask(() => log.push('microtask'));
    });
    begin(() => {
      log.push('second');
      done();
    });
  });

(async () => {
  await phase('immediates', (callback) => setImmediate(callback));
  await phase('timers', (callback) => setTimeout(callback, 2));
  await phase('ticks', (callback) => process.nextTick(callback));
  await phase('files', (callback) => {
    const file = fs.openSync(__filename);
    fs.close(file, () => setImmediate(callback));
  });
  setImmediate(() => Promise.reject('the last'));
})();
process.on('exit', () => console.log(log.join('\n')));
