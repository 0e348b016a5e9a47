import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { glob, matches } from './pattern.ts';

const folder = mkdtempSync(join(tmpdir(), 'pattern-'));
mkdirSync(join(folder, 'lib'));
for (const name of ['a.js', 'b.js', 'ü.js', 'c*.txt', '.hidden', 'lib/d.js']) writeFileSync(join(folder, name), '');
afterAll(() => rmSync(folder, { recursive: true }));

const plain = (text: string) => [{ text, quoted: false }];

describe('patterns', () => {
  it.each([
    ['abc', 'a*c', true],
    ['abc', 'a?c', true],
    ['abc', 'a[!b]c', false],
    ['a-c', 'a[a-]c', true],
    ['x1', 'x[[:digit:]]', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['a*c', 'a\\*c', true],
    ['abc', 'a\\*c', false],
  ])('%s and %s: %s', (text, pattern, expected) => {
    expect(matches(text, plain(pattern))).toBe(expected);
  });

  it('finds path names, hidden ones only when asked', () => {
    const found = (pattern: string) => glob(plain(`${folder}/${pattern}`)).map((path) => path.slice(folder.length + 1));
    expect(found('*.js')).toEqual(['a.js', 'b.js', 'ü.js']);
    expect(found('*/*.js')).toEqual(['lib/d.js']);
    expect(found('.h*')).toEqual(['.hidden']);
    expect(found('nothing*')).toEqual([]);
  });

  it('takes quoted stars as they are', () => {
    expect(glob([{ text: `${folder}/c*`, quoted: true }, ...plain('.t*')])).toEqual([`${folder}/c*.txt`]);
  });
});
