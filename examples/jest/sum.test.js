const { sum } = require('./sum.js');

describe('sum', () => {
  test('adds two numbers', () => {
    expect(sum(1, 2)).toBe(3);
  });

  test('calls what it is given once for each test', () => {
    const add = jest.fn(sum);
    expect(add()).toBe(0);
    expect(add).toHaveBeenCalledTimes(1);
  });
});
