// Causes, AggregateError, DOMException, captureStackTrace, prepareStackTrace and limits.
const error = new Error('outer', { cause: new TypeError('inner') });
console.log(error.cause.message, Object.keys(error), new AggregateError([1, new Error('x')], 'many').errors.length);
function Own() {
  Error.captureStackTrace(this, Own);
  this.message = 'own';
}
const own = new Own();
console.log(own.stack.split('\n')[0], /Own/.test(own.stack.split('\n')[1] ?? ''));
const before = Error.prepareStackTrace;
Error.prepareStackTrace = (failure, frames) =>
  `${failure.message}: ${frames[0].getFunctionName()} ${frames[0].getLineNumber()}`;
function here() {
  return new Error('prepared').stack;
}
console.log(here());
Error.prepareStackTrace = before;
Error.stackTraceLimit = 1;
console.log(new Error('x').stack.split('\n').length);
Error.stackTraceLimit = 10;
const dom = new DOMException('message', 'DataCloneError');
console.log(
  dom.name,
  dom.code,
  dom instanceof Error,
  DOMException.ABORT_ERR,
  String(dom),
  Object.prototype.toString.call(dom),
);
for (const bad of [
  'null.x',
  'undefined()',
  'x.y.z',
  '[].reduce((a) => a)',
  'new Array(-1)',
  '"a".repeat(-1)',
  'BigInt(1.5)',
  '1n + 1',
  'Symbol() + ""',
  'JSON.parse("{")',
  'decodeURIComponent("%")',
  'let q; let q',
])
  try {
    (0, eval)(bad);
  } catch (failure) {
    console.log(failure.name, failure.message);
  }
