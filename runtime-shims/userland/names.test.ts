import { expect, it } from 'vitest';
import { moreCommandNames, usualCommandNames } from './names.ts';
import { mains } from './registry.ts';

it('every name in /bin has its command, and every command its name', async () => {
  await import('./usual.ts');
  expect([...mains().keys()].sort()).toEqual([...usualCommandNames].sort());
  await import('./more.ts');
  expect([...mains().keys()].sort()).toEqual([...usualCommandNames, ...moreCommandNames].sort());
});
