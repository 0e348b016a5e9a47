import { expect, it } from 'vitest';
import { isPlainObject } from './plain_object.ts';

class Own {}

it('knows objects of literals from all that is more', () => {
  const plain = [{}, { a: 1 }, Object.create(null), { constructor: Own }];
  const more = [
    [],
    new Own(),
    new Date(),
    new Map(),
    new Error('e'),
    Object(1),
    { [Symbol.toStringTag]: 'Other' },
    /x/,
  ];
  expect(plain.map(isPlainObject)).toEqual(plain.map(() => true));
  expect(more.map(isPlainObject)).toEqual(more.map(() => false));
  // Slots that Object.prototype.toString tells count whatever the prototype.
  expect(isPlainObject(Object.setPrototypeOf(new Date(), Object.prototype))).toBe(false);
  const listOf = function (..._given: number[]) {
    // biome-ignore lint/complexity/noArguments: the object itself is what is looked at
    return arguments;
  };
  expect(isPlainObject(listOf(1))).toBe(false);
});
