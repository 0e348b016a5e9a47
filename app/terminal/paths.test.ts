import { describe, expect, it } from 'vitest';
import { pathsIn, withinProject } from './paths.ts';

const places = (text: string) =>
  pathsIn(text).map(({ start, length, path, line, column }) => [text.slice(start, start + length), path, line, column]);

describe('paths in text', () => {
  it.each([
    ['    at run (/home/project/src/a.js:12:5)', '/home/project/src/a.js:12:5', '/home/project/src/a.js', 12, 5],
    ['    at file:///home/project/b.mjs:3:1', 'file:///home/project/b.mjs:3:1', '/home/project/b.mjs', 3, 1],
    ['src/main.ts(4,7): error TS2304', 'src/main.ts(4,7)', 'src/main.ts', 4, 7],
    ['./lib/x.js:9: broken', './lib/x.js:9', './lib/x.js', 9, 1],
    ['see package.json.', 'package.json', 'package.json', 1, 1],
    ['❯ test/a-b.test.ts:1:2', 'test/a-b.test.ts:1:2', 'test/a-b.test.ts', 1, 2],
  ])('%s', (text, whole, path, line, column) => {
    expect(places(text)).toEqual([[whole, path, line, column]]);
  });

  it.each(['https://example.com/a.html', 'node:internal/modules', 'version 1.2.3', 'a sentence. Another'])(
    'none in %s',
    (text) => {
      expect(places(text)).toEqual([]);
    },
  );
});

describe('the place in the project', () => {
  it.each([
    ['a.js', '/home/project/src', 'src/a.js'],
    ['../a.js', '/home/project/src', 'a.js'],
    ['/home/project/x/./y.js', '/tmp', 'x/y.js'],
    ['~/project/z.js', '/tmp', 'z.js'],
    ['../../a.js', '/home/project/src', undefined],
    ['/home/projects/a.js', '/tmp', undefined],
  ])('%s from %s', (path, folder, expected) => {
    expect(withinProject(path, folder, '/home/project', '/home')).toBe(expected);
  });
});
