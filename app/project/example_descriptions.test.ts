import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exampleDescriptions } from './example_descriptions.ts';

it('each example says what it shows', () => {
  const examples = readdirSync(new URL('../../examples', import.meta.url), { withFileTypes: true });
  const names = examples.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(Object.keys(exampleDescriptions).sort()).toEqual(names.sort());
});
