import { describe, expect, test, vi } from 'vitest';
import { sum } from './sum.js';

describe('sum', () => {
  test('adds two numbers', () => {
    expect(sum(1, 2)).toBe(3);
  });

  test('calls what it is given once for each test', () => {
    const add = vi.fn(sum);
    expect(add()).toBe(0);
    expect(add).toHaveBeenCalledTimes(1);
  });
});
