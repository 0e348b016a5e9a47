// The messages and differences that assert gives.
const assert = require('node:assert');
const attempt = (action) => {
  try {
    action();
    console.log('passes');
  } catch (error) {
    console.log(`${error.name} ${error.code}\n${error.message}\n`);
  }
};
attempt(() => assert.strictEqual(1, 2));
attempt(() => assert.deepStrictEqual({ a: [1, 2, { b: 'x' }] }, { a: [1, 3, { b: 'y' }] }));
attempt(() => assert.deepEqual([1, '2'], ['1', 2]));
attempt(() => assert.notStrictEqual('a', 'a'));
attempt(() => assert.strictEqual('a\nb\nc', 'a\nB\nc'));
attempt(() => assert.deepStrictEqual(new Map([[1, 2]]), new Map([[1, 3]])));
attempt(() => assert.deepStrictEqual(new Set([1]), new Set([2])));
attempt(() => assert.match('abc', /x/));
attempt(() => assert.doesNotMatch('abc', /b/));
attempt(() => assert.fail());
attempt(() => assert.ifError(null));
attempt(() => assert.equal(NaN, NaN));
attempt(() => assert.deepStrictEqual(-0, 0));
attempt(() => assert.deepStrictEqual([0, , 2], [0, undefined, 2]));
attempt(() => assert.partialDeepStrictEqual({ a: 1, b: 2 }, { a: 1 }));
attempt(() => assert.partialDeepStrictEqual([1], [2]));
attempt(() => assert.strictEqual(1, 2, 'own message'));
attempt(() => assert.strictEqual(1, 2, new RangeError('own error')));
