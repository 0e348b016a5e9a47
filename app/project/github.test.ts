import { describe, expect, it } from 'vitest';
import { repositoryPlace } from './github.ts';

describe('the address of a repository', () => {
  it.each([
    ['octo/plants', { owner: 'octo', name: 'plants', ref: '', folder: '' }],
    ['https://github.com/octo/plants.js', { owner: 'octo', name: 'plants.js', ref: '', folder: '' }],
    ['github.com/octo/plants.git', { owner: 'octo', name: 'plants', ref: '', folder: '' }],
    ['https://github.com/octo/plants/tree/v1.2/', { owner: 'octo', name: 'plants', ref: 'v1.2', folder: '' }],
    [
      'https://github.com/octo/plants/tree/main/examples/a%20b?tab=readme#top',
      { owner: 'octo', name: 'plants', ref: 'main', folder: 'examples/a b' },
    ],
  ])('%s', (text, place) => expect(repositoryPlace(text)).toEqual(place));

  it.each(['', 'octo', 'https://example.com/octo/plants', 'octo/plants/issues/1', 'a b/c'])('not “%s”', (text) =>
    expect(repositoryPlace(text)).toBeNull(),
  );
});
