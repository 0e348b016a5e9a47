/** npm's hook over a registry that is a table: what a package is after it, and what npm is told. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { substitute } from './substitutes.ts';

const platform = { '@a/binding-linux-x64-gnu': '1.2.0' };
/** `NAME@VERSION` or `NAME@RANGE`, as they are asked for, and the files of each. */
const registry: Record<string, Record<string, string>> = {
  'a@1.1.0': {
    'package.json': JSON.stringify({ name: 'a', version: '1.1.0', scripts: { postinstall: 'build', test: 'test' } }),
    'index.js': "module.exports = 'older ' + require('@a/binding-wasm32-wasi')",
  },
  '@a/binding-wasm32-wasi@>=1.0.0 <=1.2.0': {
    'package.json': JSON.stringify({ name: '@a/binding-wasm32-wasi', version: '1.1.0', dependencies: { b: '^1' } }),
    'index.js': "module.exports = 'build with ' + require('b')",
  },
  'b@^1': { 'package.json': '{"name":"b","version":"1.0.0"}', 'index.js': "module.exports = 'b'" },
};
registry['@a/binding-wasm32-wasi@>=1.0.0 <=1.1.0'] = registry['@a/binding-wasm32-wasi@>=1.0.0 <=1.2.0'] ?? {};

async function extract(spec: string, folder: string): Promise<void> {
  const files = registry[spec];
  if (!files) throw Object.assign(new Error(spec), { code: 'E404' });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'substitutes-'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function installed(name: string, optionalDependencies: Record<string, string>) {
  const path = join(root, 'node_modules', name);
  const known = { scripts: { postinstall: 'build', test: 'test' }, optionalDependencies };
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version: '1.2.0', ...known }));
  writeFileSync(join(path, 'index.js'), "module.exports = 'native'");
  await substitute({ packageName: name, version: '1.2.0', path, package: known }, extract, {});
  return { path, known, load: createRequire(join(root, 'x.js')) };
}

it('gives a package of napi-rs the newest version of which there is a build', async () => {
  const { path, known, load } = await installed('a', platform);
  expect(load('a')).toBe('older build with b');
  expect(known.scripts).toEqual({ test: 'test' });
  // npm goes on with the version that the lockfile names, and sees nothing that it would remove.
  expect(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))).toMatchObject({ name: 'a', version: '1.2.0' });
  expect(readdirSync(path).sort()).toEqual(['.webassembly', 'index.js', 'package.json']);
});

it('leaves a package as it is of which there is no build', async () => {
  const { path, known, load } = await installed('c', { '@c/binding-linux-x64-gnu': '1.2.0' });
  expect(load('c')).toBe('native');
  expect(known.scripts).toHaveProperty('postinstall');
  expect(existsSync(join(path, '.webassembly'))).toBe(false);
});
