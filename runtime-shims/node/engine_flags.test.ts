import { expect, it } from 'vitest';
import { EngineFlags } from './engine_flags.ts';
import { exposeGarbageCollection } from './garbage_collection.ts';

it('flags are known with dashes and underscores, and can be taken back', () => {
  const flags = new EngineFlags();
  expect(flags.apply('--expose_gc')).toBe(true);
  expect(flags.has('expose-gc')).toBe(true);
  expect(flags.apply('--no-expose-gc')).toBe(true);
  expect(flags.has('expose-gc')).toBe(false);
});

it('a flag that means nothing here is told from one that does', () => {
  expect(new EngineFlags().apply('--no-opt')).toBe(false);
  expect(new EngineFlags().apply('--stack-size=900')).toBe(false);
});

it('gc is there only with its flag, and no property that a loop over the globals finds', () => {
  const flags = new EngineFlags();
  const global: { gc?: (options: object) => unknown } = {};
  exposeGarbageCollection(flags, global);
  expect('gc' in global).toBe(false);
  flags.apply('--expose-gc');
  exposeGarbageCollection(flags, global);
  expect(Object.keys(global)).toEqual([]);
  expect(global.gc?.name).toBe('gc');
});
