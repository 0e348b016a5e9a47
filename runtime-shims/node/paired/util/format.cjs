// util.format: every placeholder, and what is left over.
const { format, formatWithOptions } = require('node:util');
console.log(
  format('%s %d %i %f %j %o %O %c %%', 'a', 1.5, 42.9, '3.14', { a: 1 }, [1], { b: { c: { d: {} } } }, 'css'),
);
console.log(
  format('%s', null, undefined, 5n, Symbol('x'), -0),
  format('%d', '0x10', 'x'),
  format('%i', 'abc'),
  format('%d', 5n),
);
console.log(
  format('%s', {
    toString() {
      return 'own';
    },
  }),
  format('%s', class A {}),
  format('%s', () => 1),
  format('%s', [1, [2, [3]]]),
);
console.log(
  format('no placeholders', 1, 'two', { three: 3 }),
  format(1, 2, '3'),
  format('%x %s'),
  format('%s'),
  format('a%'),
  format(),
);
const cycle = {};
cycle.self = cycle;
console.log(format('%j', cycle), formatWithOptions({ colors: true }, '%s %O', 'x', { n: 1 }));
console.log('%s is %d years', 'Bob', 42, 'extra');
console.log('100%', 'done');
console.log('%o', function named() {});
