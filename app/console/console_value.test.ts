import { describe, expect, it } from 'vitest';
import { type ConsoleValue, formatted, lineOf } from './console_value.ts';

const list = (name: string, ...values: ConsoleValue[]): ConsoleValue => ({
  name,
  entries: values.map((value, index) => [String(index), value]),
  more: 0,
});

describe('a value on one line', () => {
  it.each<[ConsoleValue, string]>([
    ['a "b"', '"a \\"b\\""'],
    [12, '12'],
    [null, 'null'],
    [{ text: 'undefined' }, 'undefined'],
    [list('Array(3)', 1, 'x', list('Array(0)')), 'Array(3) [1, "x", Array(0)]'],
    [{ name: 'Object', entries: [['a', 1]], more: 0 }, '{a: 1}'],
    [{ name: 'Point', entries: [['x', 1]], more: 7 }, 'Point {x: 1, …}'],
    [{ name: 'Map(1)', entries: [['k', 'v']], more: 0 }, 'Map(1) {k: "v"}'],
  ])('%j', (value, text) => expect(lineOf(value)).toBe(text));
});

describe("the console's format", () => {
  it.each<[ConsoleValue[], ConsoleValue[]]>([
    [
      ['plain', 1],
      ['plain', 1],
    ],
    [['100%'], ['100%']],
    [
      ['%s is %d', 'x', 4.5, 'rest'],
      ['x is 4.5', 'rest'],
    ],
    [['%i and %f', '42.9', '1.5'], ['42 and 1.5']],
    [['%cgreen%c!', 'color: green', ''], ['green!']],
    [['%% of %s'], ['% of %s']],
    [
      ['all: %o', list('Array(1)', 1)],
      ['all:', list('Array(1)', 1)],
    ],
    [['%d', list('Array(0)')], ['NaN']],
  ])('%j', (values, expected) => expect(formatted(values)).toEqual(expected));
});
