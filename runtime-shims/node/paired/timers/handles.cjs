// Timeout and Immediate objects: refresh, hasRef, primitives, disposal, odd delays and arguments.
process.removeAllListeners('warning');
const timer = setTimeout(
  (...values) => {
    console.log('fires', ...values);
    threeTimes();
  },
  5,
  'a',
  'b',
);
console.log(
  timer.hasRef(),
  timer.unref().hasRef(),
  timer.ref() === timer,
  typeof timer[Symbol.toPrimitive](),
  timer.constructor.name,
);
const cancelled = setTimeout(() => console.log('never'), 1);
clearTimeout(String(cancelled[Symbol.toPrimitive]()));
{
  using _disposed = setTimeout(() => console.log('never'), 1);
}
const immediate = setImmediate(() => {});
console.log(immediate.hasRef(), immediate.constructor.name);
clearImmediate(setImmediate(() => console.log('never')));
for (const value of [null, undefined, 5, 'x', {}]) clearTimeout(value);
process.on('warning', (warning) => console.log(warning.name, warning.message.split('\n')[0]));
for (const delay of [2 ** 31, -5, NaN]) clearTimeout(setTimeout(() => {}, delay));
try {
  setTimeout('code');
} catch (error) {
  console.log(error.code, error.message);
}
function threeTimes() {
  let n = 0;
  const repeated = setInterval(() => {
    if (++n === 2) repeated.refresh();
    if (n === 3) {
      clearInterval(repeated);
      console.log('three');
    }
  }, 1);
}
