import { describe, expect, it } from 'vitest';
import { posixExpression } from './regular_expression.ts';

describe('POSIX expressions', () => {
  it.each([
    // pattern, extended, text, what matches
    ['a\\(b*\\)c', false, 'xabbc', 'abbc'],
    ['a(b)', false, 'a(b)', 'a(b)'],
    ['a+', false, 'aa+', 'a+'],
    ['a\\+', false, 'xaa', 'aa'],
    ['*a', false, 'x*a', '*a'],
    ['\\(^a\\|b$\\)', false, 'xb', 'b'],
    ['a\\{2,3\\}', false, 'aaaa', 'aaa'],
    ['x{2}', false, 'x{2}', 'x{2}'],
    ['(a|b)+', true, 'xabab', 'abab'],
    ['a{2}', true, 'aaa', 'aa'],
    ['[[:digit:]]+', true, 'ab12', '12'],
    ['[]x]+', true, 'a]x', ']x'],
    ['[^]a]', true, ']ab', 'b'],
    ['[a\\]', true, '\\', '\\'],
    ['\\<b\\w*', true, 'a bc', 'bc'],
    ['(.)\\1', true, 'abccd', 'cc'],
    ['a$b', false, 'a$b', 'a$b'],
    ['\\.', true, 'a.b', '.'],
  ] as const)('%s', (pattern, extended, text, matched) => {
    expect(posixExpression(pattern, { extended }).exec(text)?.[0]).toBe(matched);
  });

  it.each([
    ['\\(a', false],
    ['(a', true],
    ['[a', true],
    ['a\\', true],
    ['[[:none:]]', true],
  ] as const)('%s is refused', (pattern, extended) => {
    expect(() => posixExpression(pattern, { extended })).toThrow();
  });
});
