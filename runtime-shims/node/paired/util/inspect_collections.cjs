// util.inspect: collections, cycles, depth, sorting, hidden and getters.
const { inspect } = require('node:util');
const cyclic = { name: 'c', list: [1, [2, [3, [4, [5]]]]] };
cyclic.self = cyclic;
console.log(cyclic);
console.log(inspect(cyclic, { depth: 0 }), inspect(cyclic, { depth: Infinity, compact: false }));
console.log(
  new Map([
    [{ a: 1 }, new Set(['x'])],
    ['k', new Map()],
  ]),
  new WeakSet(),
  new WeakMap(),
);
console.log([1, , 3], Object.assign([1, 2], { extra: true }), new Array(120).fill(7), [, 'a', ,]);
console.log(
  inspect({ b: 1, a: 2, [Symbol('s')]: 3 }, { sorted: true }),
  inspect(
    {
      get a() {
        return 1;
      },
      set b(_) {},
    },
    { getters: true },
  ),
);
console.log(
  Object.create(null),
  Object.create({ inherited: 1 }),
  new (class Foo extends Map {})(),
  new (class extends Array {})(3),
);
console.log(
  inspect(new Proxy({ a: 1 }, {}), { showProxy: true }),
  inspect('it\'s "x" `y`'),
  inspect(-0),
  inspect(123456789.123, { numericSeparator: true }),
);
console.log([
  undefined,
  null,
  true,
  10n,
  Symbol('d'),
  () => {},
  class A {},
  class B extends Map {},
  async function* g() {},
]);
console.log(new Date(0), new Date(NaN), /a/gi, new Error('shown without stack').message, [new Date(86400000)]);
console.log(
  inspect('a'.repeat(200), { maxStringLength: 20 }),
  inspect(new Set(Array(200).keys()), { maxArrayLength: 3 }),
);
