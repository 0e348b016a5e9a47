import { describe, expect, it } from 'vitest';
import { findIn, patternOf } from './find_in_files.svelte.ts';

const plain = { regularExpression: false, matchCase: false, wholeWord: false };

describe('find in files', () => {
  it('tells line, column and length', () => {
    const text = 'one\ntwo one\n\none';
    expect(findIn(text, patternOf('one', plain), 10).map(({ line, column, length }) => [line, column, length])).toEqual(
      [
        [1, 1, 3],
        [2, 5, 3],
        [4, 1, 3],
      ],
    );
  });

  it('takes what is typed as it is, unless it is a regular expression', () => {
    expect(findIn('a.b axb', patternOf('a.b', plain), 10)).toHaveLength(1);
    expect(findIn('a.b axb', patternOf('a.b', { ...plain, regularExpression: true }), 10)).toHaveLength(2);
    expect(findIn('(a|b)/[c]-{d}', patternOf('(a|b)/[c]-{d}', plain), 10)).toHaveLength(1);
    expect(() => patternOf('(', { ...plain, regularExpression: true })).toThrow(SyntaxError);
  });

  it('minds case and words when asked, stops at the limit, and is not caught by empty matches', () => {
    expect(findIn('Ab ab abc', patternOf('ab', { ...plain, matchCase: true }), 10)).toHaveLength(2);
    expect(findIn('ab abc', patternOf('ab', { ...plain, wholeWord: true }), 10)).toHaveLength(1);
    expect(findIn('aaaa', patternOf('a', plain), 3)).toHaveLength(3);
    expect(findIn('bbb', patternOf('a*', { ...plain, regularExpression: true }), 3)).toHaveLength(0);
  });
});
