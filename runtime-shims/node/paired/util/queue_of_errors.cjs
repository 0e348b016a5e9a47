// How Node prints errors: codes, causes, aggregates, extra properties, nested in objects.
const { inspect } = require('node:util');
const clean = (value) => inspect(value).replace(/\n\s+at [^\n]+/g, ' @');
const error = Object.assign(new Error('plain'), { code: 'E_X', extra: { a: 1 } });
console.log(clean(error));
console.log(clean(new Error('outer', { cause: error })));
console.log(clean(new AggregateError([new TypeError('one'), 'two'], 'both')));
console.log(clean({ inner: new RangeError('in an object') }));
class Named extends Error {
  get name() {
    return 'Renamed';
  }
}
console.log(clean(new Named('custom')));
const bare = new Error('no stack');
bare.stack = undefined;
console.log(inspect(bare));
const odd = new Error('x');
odd.name = 'Other';
console.log(clean(odd));
console.log(clean(Object.assign(new Error(''), { message: '' })));
console.log(clean(new Error('multi\nline')));
const cycle = new Error('cycle');
cycle.cause = cycle;
console.log(clean(cycle));
console.log(inspect(Object.create(Error.prototype)));
