// uncaughtException, its monitor, unhandledRejection and their order.
process.removeAllListeners('warning');
process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin));
process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message, origin));
process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason.message, promise instanceof Promise);
  promise.catch(() => {});
});
Promise.reject(new Error('rejected'));
process.nextTick(() => {
  throw new Error('in a tick');
});
setImmediate(() => {
  setTimeout(() => {
    throw new Error('in a timer');
  }, 1);
  queueMicrotask(() => {
    throw new Error('in a microtask');
  });
});
const handled = Promise.reject(new Error('handled in time'));
handled.catch(() => console.log('in time'));
throw new Error('at the end of the module');
