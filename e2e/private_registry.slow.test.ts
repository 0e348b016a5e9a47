/** npm against a registry that is private, wrong or gone: in the container itself, so that no network is needed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTar } from '../runtime-shims/userland/packages/tar.ts';
import { root, Tab } from './tab.ts';

const PORT = 4873;
const TOKEN = 'let-me-in';
/** ms for an npm command on a busy machine. */
const PATIENCE = 60_000;

interface Release {
  manifest: Record<string, unknown>;
  tarball: string;
  integrity: string;
}

function release(manifest: { name: string; version: string; [key: string]: unknown }, code: string): Release {
  const files = { 'package.json': JSON.stringify(manifest), 'index.js': code };
  const entries = Object.entries(files).map(([path, content]) => ({
    path: `package/${path}`,
    mode: path === 'index.js' ? 0o755 : 0o644,
    content: new TextEncoder().encode(content),
  }));
  const tarball = gzipSync(writeTar(entries));
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return { manifest, tarball: tarball.toString('base64'), integrity };
}

const leaf = (version: string) => release({ name: 'leaf', version }, `exports.leaf = '${version}';`);
const uses = (name: string, more: object = {}) =>
  release(
    { name, version: '1.0.0', dependencies: { leaf: '^1.0.0' }, ...more },
    `exports.tree = ['${name}', require('leaf').leaf];`,
  );

const packages: Record<string, Record<string, Release>> = {
  leaf: { '1.0.0': leaf('1.0.0'), '1.1.0': leaf('1.1.0'), '2.0.0': leaf('2.0.0') },
  branch: { '1.0.0': uses('branch') },
  tool: {
    '1.0.0': release(
      { name: 'tool', version: '1.0.0', bin: { tool: 'index.js' } },
      "#!/usr/bin/env node\nconsole.log('tool', ...process.argv.slice(2));",
    ),
  },
  plugin: {
    '1.0.0': release({ name: 'plugin', version: '1.0.0', peerDependencies: { leaf: '^1.0.0' } }, ''),
  },
  spoilt: { '1.0.0': { ...uses('spoilt'), integrity: release({ name: 'spoilt', version: '1.0.0' }, '').integrity } },
  hangs: { '1.0.0': uses('hangs', { scripts: { postinstall: 'node -e "setInterval(() => {}, 1000)"' } }) },
};

let tab: Tab;
let registry: number;

async function startRegistry(): Promise<number> {
  const id = await tab.call('spawn', 'sh', ['-c', `cd registry && exec node registry.cjs ${PORT} ${TOKEN}`]);
  await tab.waitForOutput(id, /listening/);
  return id;
}

beforeAll(async () => {
  tab = await Tab.open();
  const server = readFileSync(join(root, 'e2e/registry.fixture.cjs'), 'utf8');
  await tab.mount({
    registry: {
      directory: {
        'registry.cjs': { file: { contents: server } },
        'packages.json': { file: { contents: JSON.stringify(packages) } },
      },
    },
  });
  registry = await startRegistry();
});
afterAll(() => tab?.close());

/** A project whose `.npmrc` names the registry, and the token for it. */
async function project(name: string, manifest: object = {}, token: string | null = TOKEN): Promise<void> {
  await tab.call('mkdir', name);
  const lines = [`registry=http://localhost:${PORT}/`, 'fetch-retries=0', 'fund=false', 'cache=/tmp/npm-cache'];
  if (token !== null) lines.push(`//localhost:${PORT}/:_authToken=${token}`);
  await tab.call('writeFile', `${name}/.npmrc`, lines.join('\n'));
  const full = { name, version: '1.0.0', ...manifest };
  await tab.call('writeFile', `${name}/package.json`, JSON.stringify(full));
}

const npm = (folder: string, command: string) => tab.run(command, { folder, timeout: PATIENCE });

async function succeed(folder: string, command: string): Promise<string> {
  const { stdout, stderr, code } = await npm(folder, command);
  expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

describe('a private registry', { timeout: 3 * PATIENCE }, () => {
  it('is asked with the token of .npmrc, and npm ci restores the tree from the lockfile', async () => {
    await project('with-token');
    await succeed('with-token', 'npm install branch');
    const tree = 'node -p "require(\'branch\').tree.join()"';
    expect(await succeed('with-token', tree)).toBe('branch,1.1.0\n');
    await succeed('with-token', 'rm -rf node_modules && npm ci');
    expect(await succeed('with-token', tree)).toBe('branch,1.1.0\n');
  });

  it('refuses who has no token, and npm says so', async () => {
    await project('without-token', {}, null);
    const { stderr, code } = await npm('without-token', 'npm install leaf');
    expect([stderr, code]).toEqual([expect.stringContaining('E401'), 1]);
  });

  it('has no audit, and what npm audit says of that is npm’s', async () => {
    const { stderr, code } = await npm('with-token', 'npm audit');
    expect([stderr, code]).toEqual([expect.stringContaining('audit endpoint returned an error'), 1]);
  });
});

describe('npm', { timeout: 3 * PATIENCE }, () => {
  it('takes overrides, and peers of what is installed', async () => {
    await project('overridden', { overrides: { leaf: '1.0.0' } });
    await succeed('overridden', 'npm install branch');
    expect(await succeed('overridden', 'node -p "require(\'leaf\').leaf"')).toBe('1.0.0\n');
    await project('with-peer');
    await succeed('with-peer', 'npm install plugin');
    expect(await succeed('with-peer', 'node -p "require(\'leaf\').leaf"')).toBe('1.1.0\n');
  });

  it('refuses peers that cannot be', async () => {
    await project('no-peer', { dependencies: { leaf: '2.0.0' } });
    const { stderr, code } = await npm('no-peer', 'npm install plugin');
    expect([stderr, code]).toEqual([expect.stringContaining('ERESOLVE'), 1]);
  });

  it('links a package into another project', async () => {
    await project('linked');
    await tab.call('writeFile', 'linked/index.js', "exports.linked = 'at once';");
    await succeed('linked', 'npm link');
    await project('linking');
    await succeed('linking', 'npm link linked');
    await tab.call('writeFile', 'linked/index.js', "exports.linked = 'changed';");
    expect(await succeed('linking', 'node -p "require(\'linked\').linked"')).toBe('changed\n');
  });

  it('installs a command for every folder, and takes it away', async () => {
    await succeed('with-token', 'npm install --global --userconfig .npmrc tool');
    expect(await succeed('.', 'tool one two')).toBe('tool one two\n');
    await succeed('with-token', 'npm uninstall --global tool');
    expect((await npm('.', 'tool')).code).toBe(127);
  });
});

describe('when something is wrong', { timeout: 3 * PATIENCE }, () => {
  /** The project has leaf@1.0.0; `command` fails with `code`, and the tree is as it was. */
  async function failsAndKeeps(name: string, command: string, code: string): Promise<void> {
    await project(name);
    await succeed(name, 'npm install leaf@1.0.0');
    const manifest = await tab.call('readFile', `${name}/package.json`);
    const result = await npm(name, command);
    expect([result.stderr, result.code > 0]).toEqual([expect.stringContaining(code), true]);
    expect(await succeed(name, 'ls node_modules; node -p "require(\'leaf\').leaf"')).toBe('leaf\n1.0.0\n');
    expect(await tab.call('readFile', `${name}/package.json`)).toBe(manifest);
  }

  it('a package is not there', () => failsAndKeeps('not-there', 'npm install missing', 'E404'));

  it('a tarball is not what the registry says', () =>
    failsAndKeeps('bad-integrity', 'npm install spoilt', 'EINTEGRITY'));

  it('the install is interrupted by Ctrl-C while a postinstall script hangs', async () => {
    await project('interrupted');
    await succeed('interrupted', 'npm install leaf@1.0.0');
    const terminal = await tab.call('spawn', 'sh', ['-i']);
    await tab.call('type', terminal, 'cd interrupted; npm install --foreground-scripts hangs\r');
    await tab.waitForOutput(terminal, /postinstall\s[\s\S]*setInterval/, PATIENCE);
    await tab.call('type', terminal, '\x03');
    await tab.call('type', terminal, 'echo back $((40 + 2))\r');
    await tab.waitForOutput(terminal, /back 42/, PATIENCE);
    await tab.call('kill', terminal);
    expect(await succeed('interrupted', 'node -p "require(\'leaf\').leaf"')).toBe('1.0.0\n');
    await succeed('interrupted', 'npm install branch');
  });

  it('the registry is down', async () => {
    await project('down');
    await tab.call('kill', registry);
    const { stderr, code } = await npm('down', 'npm install leaf --prefer-online --cache /tmp/another');
    expect([stderr, code]).toEqual([expect.stringContaining('ECONNREFUSED'), 1]);
    expect((await npm('down', 'ls node_modules')).code).not.toBe(0);
  });
});
