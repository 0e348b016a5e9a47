// An exception that a handler takes leaves everything else in its place.
const log = (what) => console.log(what);
process.on('uncaughtException', (error, origin) => log(`${origin}: ${error.message}`));

const stages = [
  () => {
    setImmediate(() => {
      throw new Error('in an immediate');
    });
    setImmediate(() => log('immediate behind it'));
  },
  () => {
    setTimeout(() => {
      throw new Error('in a timer');
    }, 5);
    setTimeout(() => log('timer behind it'), 5);
  },
  () => {
    process.nextTick(() => {
      throw new Error('in a tick');
    });
    process.nextTick(() => log('tick behind it'));
  },
  () => Promise.reject(new Error('rejected')),
  () => {
    queueMicrotask(() => {
      throw new Error('in a microtask');
    });
    Promise.resolve().then(() => log('microtask behind it'));
  },
];

/** Far enough apart that each has ended before the next begins. */
function next() {
  const stage = stages.shift();
  if (stage === undefined) return;
  setTimeout(next, 60);
  stage();
}
next();
process.on('exit', (code) => log(`exit ${code}`));
