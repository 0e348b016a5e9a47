// What each method of the console writes, and a Console over streams.
process.removeAllListeners('warning');
console.table([
  { a: 1, b: 'x' },
  { a: 2, c: true },
]);
console.table(
  [
    [1, 2],
    [3, 4],
  ],
  ['1'],
);
console.table(new Map([['k', { v: 1 }]]));
console.table(5);
console.group('outer');
console.log('in\ntwo lines');
console.group();
console.info('deeper');
console.groupEnd();
console.groupEnd();
console.count();
console.count('named');
console.count();
console.countReset();
console.count();
console.assert(true, 'not shown');
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.dirxml([1], { x: 1 });
console.log('%s:%d', 'formatted', 5, { more: [] });
console.log();
console.log(-0, 0n, 'a', ['a']);
const { Console } = require('node:console');
const { PassThrough } = require('node:stream');
const out = new PassThrough();
const error = new PassThrough();
const own = new Console({ stdout: out, stderr: error, inspectOptions: { depth: 0 }, groupIndentation: 4 });
own.group('g');
own.log({ a: { b: 1 } });
own.error('bad');
own.warn('careful');
own.assert(false, 'claim %d', 5);
own.countReset('none');
console.log(JSON.stringify([String(out.read()), String(error.read())]));
for (const bad of [
  () => new Console(),
  () => new Console({ stdout: {} }),
  () => new Console({ stdout: out, colorMode: 'x' }),
])
  try {
    bad();
  } catch (error) {
    console.log(error.code);
  }
console.timeEnd('none');
console.timeLog('none');
