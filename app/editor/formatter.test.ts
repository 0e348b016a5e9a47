import type { WebContainer } from '@webcontainer/api';
import { describe, expect, it } from 'vitest';
import { formatted, globPattern } from './formatter.ts';

/** A container with `files` in the project's folder and in `src`. */
function containerOf(files: Record<string, string>): WebContainer {
  const readdir = async (folder: string) =>
    Object.keys(files)
      .filter((path) => (folder === '.' ? !path.includes('/') : path.startsWith(`${folder}/`)))
      .map((path) => path.slice(path.lastIndexOf('/') + 1));
  return { fs: { readdir, readFile: async (path: string) => files[path] } } as unknown as WebContainer;
}

const text = 'const a = {b:"c"}';
const options = { configuredOnly: false, tabWidth: 2 };
const format = (files: Record<string, string>, path = 'src/a.ts') => formatted(containerOf(files), path, text, options);

describe('Prettier in the editor', () => {
  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'const a = { b: "c" };\n'],
    ['YAML', { '.prettierrc': 'singleQuote: true\nsemi: false' }, "const a = { b: 'c' }\n"],
    ['JSON', { '.prettierrc.json': '{"bracketSpacing": false}' }, 'const a = {b: "c"};\n'],
    ['package.json', { 'package.json': '{"prettier": {"semi": false}}' }, 'const a = { b: "c" }\n'],
    ['the nearer', { '.prettierrc': 'semi: true', 'src/.prettierrc': 'semi: false' }, 'const a = { b: "c" }\n'],
    [
      'overrides',
      { '.prettierrc': '{"overrides": [{"files": "src/**/*.{ts,tsx}", "options": {"semi": false}}]}' },
      'const a = { b: "c" }\n',
    ],
  ])('follows %s', async (_name, files, expected) => {
    expect(await format(files)).toBe(expected);
  });

  it('leaves alone what it does not know, and projects that do not configure it', async () => {
    expect(await format({}, 'a.bin')).toBeNull();
    expect(await formatted(containerOf({}), 'a.ts', text, { ...options, configuredOnly: true })).toBeNull();
  });

  it('says that plugins are out of its reach', async () => {
    await expect(format({ '.prettierrc': 'plugins: [prettier-plugin-x]' })).rejects.toThrow('prettier-plugin-x');
  });

  it.each([
    ['*.js', 'deep/a.js', true],
    ['*.js', 'a.jsx', false],
    ['src/*.js', 'src/a.js', true],
    ['src/*.js', 'src/b/a.js', false],
    ['src/**/*.js', 'src/a.js', true],
    ['legacy/**', 'legacy/x/y.ts', true],
  ])('%s is for %s: %s', (glob, path, matches) => expect(globPattern(glob).test(path)).toBe(matches));
});
