// Channels, tracing channels of functions, promises and callbacks, stores bound to a channel.
const channels = require('node:diagnostics_channel');
const { AsyncLocalStorage } = require('node:async_hooks');
const one = channels.channel('one');
const listener = (message, name) => console.log('one', message, name);
console.log(one.hasSubscribers, one.publish('nobody'));
one.subscribe(listener);
channels.subscribe('one', (message) => console.log('second', message));
one.publish({ a: 1 });
console.log(
  one.unsubscribe(listener),
  one.unsubscribe(listener),
  channels.hasSubscribers('one'),
  channels.channel('one') === one,
);
const tracing = channels.tracingChannel('work');
const log =
  (kind) =>
  ({ result, error }) =>
    console.log(kind, result, error?.message);
tracing.subscribe({
  start: log('start'),
  end: log('end'),
  asyncStart: log('asyncStart'),
  asyncEnd: log('asyncEnd'),
  error: log('error'),
});
console.log(tracing.traceSync((x) => x * 2, {}, null, 21));
try {
  tracing.traceSync(() => {
    throw new Error('sync');
  }, {});
} catch {}
tracing
  .tracePromise(async () => 'later', {})
  .then(console.log)
  .then(() =>
    tracing
      .tracePromise(async () => {
        throw new Error('rejected');
      }, {})
      .catch(() =>
        tracing.traceCallback(
          (done) => setImmediate(done, null, 'called'),
          0,
          {},
          null,
          (error, value) => console.log('callback', error, value),
        ),
      ),
  );
const storage = new AsyncLocalStorage();
const two = channels.channel('two');
two.bindStore(storage, (data) => `store of ${data}`);
two.runStores('x', () => console.log(storage.getStore()));
console.log(storage.getStore());
