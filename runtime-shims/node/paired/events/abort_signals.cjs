// AbortController, AbortSignal.any, timeout, reasons.
const controller = new AbortController();
const { signal } = controller;
signal.onabort = (event) => console.log('handler', event.type, signal.aborted);
signal.addEventListener('abort', () => console.log('listener'));
controller.abort();
controller.abort('again');
console.log(signal.reason.name, signal.reason.code, signal.reason.message);
try {
  signal.throwIfAborted();
} catch (error) {
  console.log(error === signal.reason);
}
console.log(AbortSignal.abort('why').reason, AbortSignal.abort().aborted);
const one = new AbortController();
const any = AbortSignal.any([one.signal, new AbortController().signal]);
any.addEventListener('abort', () => console.log('any', any.reason));
one.abort('first');
console.log(AbortSignal.any([AbortSignal.abort('done')]).reason, AbortSignal.any([]).aborted);
const late = AbortSignal.timeout(5);
late.onabort = () => console.log(late.reason.name, late.reason.code);
setTimeout(() => {}, 50);
try {
  new AbortSignal();
} catch (error) {
  console.log(error.name, error.code);
}
try {
  AbortSignal.timeout(-1);
} catch (error) {
  console.log(error.code);
}
console.log(signal, controller);
