// Order, once, prepend, removal while emitting, newListener, names and counts.
process.removeAllListeners('warning');
const EventEmitter = require('node:events');
const emitter = new EventEmitter();
emitter.on('newListener', (name, listener) => console.log('new', name, typeof listener));
emitter.on('removeListener', (name) => console.log('removed', name));
const a = () => console.log('a');
const b = () => {
  console.log('b');
  emitter.off('x', a);
};
emitter.on('x', b);
emitter.on('x', a);
emitter.once('x', () => console.log('once'));
emitter.prependListener('x', () => console.log('first'));
console.log(emitter.emit('x'), emitter.listenerCount('x'), emitter.emit('x'), emitter.emit('none'));
const symbol = Symbol('s');
emitter.on(symbol, () => {});
console.log(emitter.eventNames(), emitter.rawListeners('x').length, emitter.listeners('newListener').length);
emitter.setMaxListeners(1);
process.on('warning', ({ name, message, count, type }) => console.log(name, message, count, type));
emitter.on('y', a);
emitter.on('y', b);
emitter.removeAllListeners('y');
console.log(emitter.listenerCount('y'), emitter.getMaxListeners());
try {
  emitter.emit('error', new TypeError('unhandled'));
} catch (error) {
  console.log(error.message);
}
try {
  emitter.emit('error', { not: 'an error' });
} catch (error) {
  console.log(error.code, error.context);
}
try {
  emitter.on('x', 'no function');
} catch (error) {
  console.log(error.code);
}
