const { expect } = require('chai');
const { sum } = require('../sum.js');

describe('sum', () => {
  it('adds two numbers', () => {
    expect(sum(1, 2)).to.equal(3);
  });

  it('may be awaited', async () => {
    expect(await sum()).to.equal(0);
  });
});
