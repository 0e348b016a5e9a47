// events.once, events.on with close and abort, errorMonitor, capture of rejections.
import EventEmitter, {
  captureRejectionSymbol,
  errorMonitor,
  getEventListeners,
  getMaxListeners,
  listenerCount,
  on,
  once,
} from 'node:events';

const emitter = new EventEmitter();
setImmediate(() => emitter.emit('ready', 1, 2));
console.log(await once(emitter, 'ready'));
setImmediate(() => emitter.emit('error', new Error('failed')));
console.log(
  await once(emitter, 'ready').catch((error) => error.message),
  await (setImmediate(() => emitter.emit('error', 'as event')), once(emitter, 'error')),
);
const controller = new AbortController();
const waiting = once(emitter, 'never', { signal: controller.signal });
controller.abort();
console.log(await waiting.catch((error) => `${error.name} ${error.code}`));
setImmediate(() => {
  for (const value of [1, 2, 3]) emitter.emit('item', value);
  emitter.emit('end');
});
const items = [];
for await (const [value] of on(emitter, 'item', { close: ['end'] })) items.push(value);
console.log(items);
emitter.on(errorMonitor, (error) => console.log('monitored', error.message));
try {
  emitter.emit('error', new Error('still thrown'));
} catch (error) {
  console.log(error.message);
}
const capturing = new EventEmitter({ captureRejections: true });
capturing.on('x', async () => {
  throw new Error('rejected');
});
capturing.on('error', (error) => console.log('captured', error.message));
capturing.emit('x');
const own = new EventEmitter({ captureRejections: true });
own[captureRejectionSymbol] = (error, name) => console.log('own', error, name);
own.on('y', async () => {
  throw 'thrown';
});
own.emit('y');
const target = new EventTarget();
target.addEventListener('z', () => {});
console.log(getEventListeners(target, 'z').length, getMaxListeners(target), listenerCount(target, 'z'));
