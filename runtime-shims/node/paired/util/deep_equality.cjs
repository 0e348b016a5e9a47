// isDeepStrictEqual over kinds of values.
const { isDeepStrictEqual: same } = require('node:util');
const pairs = [
  [1, '1'],
  [0, -0],
  [NaN, NaN],
  [
    [1, [2]],
    [1, [2]],
  ],
  [{ a: undefined }, {}],
  [new Date(0), new Date(0)],
  [/a/g, /a/i],
  [new Map([[{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2]])],
  [new Set([[1], [2]]), new Set([[2], [1]])],
  [new Set([1]), new Set(['1'])],
  [Object(1), 1],
  [Object('a'), Object('a')],
  [Buffer.from('a'), Buffer.from('a')],
  [Buffer.from('a'), Uint8Array.of(97)],
  [new Error('a'), new Error('a')],
  [new Error('a'), new TypeError('a')],
  [Symbol.for('a'), Symbol.for('a')],
  [
    [, 1],
    [undefined, 1],
  ],
  [Object.create(null), {}],
  [() => {}, () => {}],
  [new Float64Array([0]), new Float64Array([-0])],
];
console.log(pairs.map(([one, other]) => same(one, other)).join(' '));
const a = {};
a.a = a;
const b = {};
b.a = b;
console.log(same(a, b), same([a, a], [b, { a: b }]));
