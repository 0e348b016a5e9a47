// throws, rejects and their checks.
import assert from 'node:assert/strict';

const attempt = async (action) => {
  try {
    await action();
    console.log('passes');
  } catch (error) {
    console.log(error.name, error.code, error.message.split('\n').slice(0, 4).join(' / '));
  }
};
const thrower = () => {
  throw Object.assign(new TypeError('bad value'), { code: 'E_BAD', info: { a: 1 } });
};
await attempt(() => assert.throws(thrower));
await attempt(() => assert.throws(thrower, TypeError));
await attempt(() => assert.throws(thrower, /bad/));
await attempt(() => assert.throws(thrower, { code: 'E_BAD', info: { a: 1 }, message: /value/ }));
await attempt(() => assert.throws(thrower, { code: 'E_OTHER' }));
await attempt(() => assert.throws(thrower, RangeError));
await attempt(() => assert.throws(() => {}, 'a message'));
await attempt(() => assert.throws(thrower, (error) => error.code === 'x'));
await attempt(() => assert.doesNotThrow(thrower, 'not wanted'));
await attempt(() => assert.rejects(async () => 5));
await attempt(() => assert.rejects(Promise.reject(new Error('r')), /r/));
await attempt(() => assert.rejects(() => 5));
await attempt(() => assert.doesNotReject(async () => thrower()));
await attempt(() => assert.throws(thrower, 'bad value'));
await attempt(() => assert.throws('nothing'));
const { AssertionError } = assert;
const error = new AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
console.log(error.generatedMessage, error.actual, error.expected, error.operator);
