// EventEmitterAsyncResource, addAbortListener, setMaxListeners for many, and capture by default.
const events = require('node:events');
const { AsyncLocalStorage } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
const emitter = storage.run('made here', () => new events.EventEmitterAsyncResource({ name: 'Q' }));
emitter.on('x', (value) => console.log(value, storage.getStore()));
storage.run('emitted here', () => emitter.emit('x', 1));
console.log(emitter.asyncId > 0, emitter.triggerAsyncId >= 0, emitter.asyncResource.constructor.name);
emitter.emitDestroy();
const controller = new AbortController();
events.addAbortListener(controller.signal, (event) => console.log('aborted', event.type));
const removed = events.addAbortListener(controller.signal, () => console.log('never'));
removed[Symbol.dispose]();
controller.signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
controller.abort();
const target = new EventTarget();
events.setMaxListeners(2, target, emitter);
console.log(
  events.getMaxListeners(target),
  emitter.getMaxListeners(),
  events.defaultMaxListeners,
  events.usingDomains ?? false,
);
for (const bad of [
  () => {
    events.defaultMaxListeners = -1;
  },
  () => events.setMaxListeners(NaN),
  () => events.addAbortListener({}, () => {}),
  () => events.once({}, 'x'),
])
  Promise.resolve()
    .then(bad)
    .catch((error) => console.log(error.code));
