import { describe, expect, it } from 'vitest';
import { matchPath, matchTitle } from './match.ts';

const best = (match: typeof matchPath, candidates: string[], typed: string) =>
  candidates
    .map((candidate) => ({ candidate, score: match(candidate, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);

describe('what is typed into a palette', () => {
  it('finds commands by words in any place, the name first', () => {
    const titles = ['Preferences: High contrast theme', 'View: Share of the screen', 'Project: Share', 'Project: Fork'];
    expect(best(matchTitle, titles, 'share')).toEqual(['View: Share of the screen', 'Project: Share']);
    expect(best(matchTitle, titles, 'theme high')).toEqual(['Preferences: High contrast theme']);
    expect(best(matchTitle, titles, 'project: f')).toEqual(['Project: Fork']);
    expect(best(matchTitle, titles, 'nothing')).toEqual([]);
  });

  it('finds files by letters in their order, names first', () => {
    const paths = ['src/main/index.js', 'main.js', 'src/domain.ts', 'readme.md'];
    expect(best(matchPath, paths, 'main')).toEqual(['main.js', 'src/domain.ts', 'src/main/index.js']);
    expect(best(matchPath, paths, 'smij')).toEqual(['src/main/index.js']);
  });
});
