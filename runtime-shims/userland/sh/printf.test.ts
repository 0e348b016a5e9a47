import { describe, expect, it } from 'vitest';
import { formatPrintf } from './printf.ts';

describe('printf', () => {
  it.each([
    ['%s\\n', ['a'], 'a\n'],
    ['%s,', ['a', 'b'], 'a,b,'],
    ['%5s|%-5s|', ['a', 'b'], '    a|b    |'],
    ['%05d %x %o %%', ['42', '255', '8'], '00042 ff 10 %'],
    ['%.2f', ['3.14159'], '3.14'],
    ['%b', ['a\\tb'], 'a\tb'],
    ['no directive', ['ignored'], 'no directive'],
    ['%d', ["'A"], '65'],
    ['\\x41\\101', [], 'AA'],
  ])('%j %j', (format, parameters, expected) => {
    expect(formatPrintf(format, parameters)).toBe(expected);
  });
});
