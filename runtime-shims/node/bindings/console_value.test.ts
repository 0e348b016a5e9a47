import { inspect, types } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ConsoleValue, consoleValue } from './console_value.ts';

const of = (value: unknown) => consoleValue(value, { types, inspect });
const parts = (name: string, entries: Record<string, ConsoleValue>, more = 0) => ({
  name,
  entries: Object.entries(entries),
  more,
});

describe('a value for those who look on', () => {
  it.each<[unknown, ConsoleValue]>([
    ['text', 'text'],
    [1.5, 1.5],
    [-0, { text: '-0' }],
    [Number.NaN, { text: 'NaN' }],
    [undefined, { text: 'undefined' }],
    [10n, { text: '10n' }],
    [Symbol('s'), { text: 'Symbol(s)' }],
    [function named() {}, { text: '[Function: named]' }],
    [new Date(0), { text: '1970-01-01T00:00:00.000Z' }],
    [/x/g, { text: '/x/g' }],
    [{ a: { b: [true] } }, parts('Object', { a: parts('Object', { b: parts('Array(1)', { 0: true }) }) })],
    [Object.create(null), parts('[Object: null prototype]', {})],
    [new Uint8Array([7]), parts('Uint8Array(1)', { 0: 7 })],
    [new Map([[{ k: 1 }, 'v']]), parts('Map(1)', { '{ k: 1 }': 'v' })],
    [new Set(['x']), parts('Set(1)', { 0: 'x' })],
  ])('%o', (value, expected) => expect(of(value)).toEqual(expected));

  it('runs none of the program: neither getters nor proxies', () => {
    const refuse = () => {
      throw new Error('was run');
    };
    expect(of(Object.defineProperty({}, 'x', { get: refuse, enumerable: true }))).toEqual(
      parts('Object', { x: { text: '(…)' } }),
    );
    expect(of(new Proxy({}, { get: refuse, ownKeys: refuse, getPrototypeOf: refuse }))).toEqual({
      text: expect.stringContaining('{}'),
    });
  });

  it('ends: circles, depth, many parts, long texts', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(of(circle))).toContain('Object {…}');
    expect(of(Array.from({ length: 1000 }, () => 0))).toMatchObject({ name: 'Array(1000)', more: 900 });
    expect((of('x'.repeat(20_000)) as string).length).toBe(10_001);
  });
});
