import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sum } from './sum.js';

describe('sum', () => {
  it('adds two numbers', () => {
    assert.equal(sum(1, 2), 3);
  });

  it('calls what it is given once for each test', (context) => {
    const add = context.mock.fn(sum);
    assert.equal(add(), 0);
    assert.equal(add.mock.callCount(), 1);
  });
});
