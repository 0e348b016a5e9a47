import { describe, expect, it } from 'vitest';
import { outcomeOf, sum } from './outcome.ts';

describe('the outcome of a run', () => {
  it('is what its TAP output counts, without what is left out', () => {
    const output =
      'TAP version 13\nok 1 adds\nnot ok 2 divides\nok 3 later # SKIP no reason\nnot ok 4 idea # TODO\n# tests 4';
    expect(outcomeOf(output, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('is its exit status where nothing is counted', () => {
    expect(outcomeOf('all well', 0)).toEqual({ passed: 1, failed: 0 });
    expect(outcomeOf('', 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('has a failure more when it broke off', () => {
    expect(outcomeOf('ok 1 begins\n', 134)).toEqual({ passed: 1, failed: 1 });
  });

  it('adds up', () =>
    expect(sum({ passed: 1, failed: 2 }, { passed: 3, failed: 4 })).toEqual({ passed: 4, failed: 6 }));
});
