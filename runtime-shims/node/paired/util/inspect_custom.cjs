// Custom inspection, classes with tags, boxed values, buffers and array buffers.
const util = require('node:util');
class Money {
  constructor(amount) {
    this.amount = amount;
  }
  [util.inspect.custom](depth, options, inspect) {
    return `Money<${inspect(this.amount, options)}> at ${depth}`;
  }
}
console.log(new Money(5), { in: [new Money('x')] });
class Tagged {
  get [Symbol.toStringTag]() {
    return 'bar';
  }
}
console.log(new Tagged(), { [Symbol.toStringTag]: 'x' });
console.log(
  Object(1n),
  Object('str'),
  Object(Symbol('b')),
  new Number(-0),
  new Boolean(false),
  Object.assign(new String('s'), { p: 1 }),
);
console.log(
  Buffer.from('hello'),
  new Uint8Array(3),
  new ArrayBuffer(4),
  new DataView(new ArrayBuffer(2)),
  new SharedArrayBuffer(1),
);
console.log(
  util.inspect({ a: 1n, b: 'x', c: null, d: undefined, e: /r/, f: Symbol('q'), g: new Date(0) }, { colors: true }),
);
console.log(
  (function () {
    return arguments;
  })(1, 2),
  globalThis === global,
  [].values(),
  new Map([[1, 2]]).entries(),
);
console.log(
  util
    .inspect(
      new (class extends Error {
        name = 'Special';
      })('m'),
    )
    .split('\n')[0],
  [Promise.resolve(4)].length,
);
