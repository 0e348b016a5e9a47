// An exception that a handler takes leaves everything else in its place.
const log = (what) => console.log(what);
process.on('uncaughtException', (error, origin) => log(`${origin}: ${error.message}`));
setImmediate(() => {
  setImmediate(() => {
    throw new Error('in an immediate');
  });
  setImmediate(() => log('immediate behind it'));
  setTimeout(() => {
    throw new Error('in a timer');
  }, 5);
  setTimeout(() => log('timer behind it'), 5);
  process.nextTick(() => {
    throw new Error('in a tick');
  });
  process.nextTick(() => log('tick behind it'));
  setTimeout(() => Promise.reject(new Error('rejected')), 20);
  setTimeout(() => {
    queueMicrotask(() => {
      throw new Error('in a microtask');
    });
    Promise.resolve().then(() => log('microtask behind it'));
  }, 40);
});
process.on('exit', (code) => log(`exit ${code}`));
