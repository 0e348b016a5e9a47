import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readAsNpm } from './npm_configuration.ts';

const npm = join(dirname(createRequire(import.meta.url).resolve('npm/package.json')), 'bin/npm-cli.js');

test('what npm’s own code reads is what npm prints', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-configuration-'));
  try {
    const userconfig = join(folder, 'user');
    writeFileSync(userconfig, 'registry=http://registry.example:4873/all\n');
    const environment: NodeJS.ProcessEnv = { ...process.env, npm_execpath: npm, npm_config_userconfig: userconfig };
    const { npm_config_registry: _, ...withoutOwn } = environment;
    const ask = (env: NodeJS.ProcessEnv) =>
      execFileSync(process.execPath, [npm, 'config', 'get', 'registry'], { env, encoding: 'utf8' }).trim();
    expect(await readAsNpm(withoutOwn)).toBe(ask(withoutOwn));
    expect(await readAsNpm(withoutOwn)).toBe('http://registry.example:4873/all');
    const named = { ...environment, npm_config_registry: 'http://other.example/' };
    expect(await readAsNpm(named)).toBe(ask(named));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('where no npm has started it, nothing is made up', async () => {
  expect(await readAsNpm({})).toBe(null);
  expect(await readAsNpm({ npm_execpath: join(tmpdir(), 'yarn/bin/yarn.js') })).toBe(null);
});
