import { expect, it } from 'vitest';
import { isCachedDataOf, makeCachedData } from './code_cache.ts';

const source = '(function original() { return 1 })';

it('data is that of its text, in any view', () => {
  const data = makeCachedData(source);
  const shifted = new Uint8Array(data.byteLength + 3);
  shifted.set(data, 3);
  expect(isCachedDataOf(data, source)).toBe(true);
  expect(isCachedDataOf(new DataView(shifted.buffer, 3), source)).toBe(true);
});

it.each([
  ['another text of the same length', makeCachedData(source.replace('1', '2'))],
  ['a part of it', makeCachedData(source).subarray(4)],
  ['nothing', new Uint8Array(0)],
])('%s is rejected', (_what, data) => expect(isCachedDataOf(data, source)).toBe(false));
