// EventTarget and Event as Node has them.
const target = new EventTarget();
target.addEventListener('e', (event) =>
  console.log('one', event.type, event.target === target, event.eventPhase, event.cancelable),
);
target.addEventListener(
  'e',
  {
    handleEvent(event) {
      console.log('object', this !== target);
      event.preventDefault();
    },
  },
  { once: true },
);
target.addEventListener('e', (event) => {
  console.log('stop');
  event.stopImmediatePropagation();
});
target.addEventListener('e', () => console.log('never'));
console.log(target.dispatchEvent(new Event('e', { cancelable: true })), target.dispatchEvent(new Event('e')));
const event = new CustomEvent('c', { detail: { a: 1 } });
console.log(event.detail, event.isTrusted, event.defaultPrevented, event.composedPath(), event.timeStamp >= 0);
target.dispatchEvent(event);
const controller = new AbortController();
target.addEventListener('s', () => console.log('signal'), { signal: controller.signal });
target.dispatchEvent(new Event('s'));
controller.abort();
target.dispatchEvent(new Event('s'));
for (const bad of [
  () => target.dispatchEvent({}),
  () => new Event(),
  () => target.addEventListener('x', 5),
  () => target.addEventListener.call({}, 'x', () => {}),
])
  try {
    bad();
    console.log('allowed');
  } catch (error) {
    console.log(error.name, error.code);
  }
console.log(target, new Event('shown').type);
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
target.addEventListener('t', () => {
  throw new Error('in listener');
});
target.dispatchEvent(new Event('t'));
console.log('goes on');
