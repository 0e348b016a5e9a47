/** Workspaces, linked and global packages, overrides and interrupted installations: what the package managers do beside `install`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunResult, Tab } from './tab.ts';

/** ms for a package manager to come from the registry and to install from it, on a busy machine. */
const PATIENCE = 240_000;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

const attempt = (command: string, folder: string): Promise<RunResult> =>
  tab.run(command, { folder, timeout: PATIENCE });

async function run(command: string, folder: string): Promise<string> {
  const { stdout, stderr, code } = await attempt(command, folder);
  expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

const json = JSON.stringify;

async function project(name: string, files: Record<string, string>): Promise<string> {
  for (const [file, contents] of Object.entries(files)) {
    const folder = [name, ...file.split('/').slice(0, -1)].join('/');
    await tab.call('mkdir', folder);
    await tab.call('writeFile', `${name}/${file}`, contents);
  }
  return name;
}

/** Two packages of one repository, one of which uses the other; `own` is the range by which it names it. */
const workspaces = (own: string, root: object): Record<string, string> => ({
  'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'], ...root }),
  'packages/a/package.json': json({ name: 'a', version: '1.0.0', dependencies: { ms: '^2.1.3' } }),
  'packages/a/index.js': "module.exports = require('ms')(60000);",
  'packages/b/package.json': json({
    name: 'b',
    version: '1.0.0',
    scripts: { start: 'node index.js', postinstall: 'echo scripts ran > told' },
    dependencies: { a: own },
  }),
  'packages/b/index.js': "console.log(require('a'));",
});

describe('workspaces', () => {
  it.each<[title: string, files: Record<string, string>, install: string, start: string]>([
    ['npm', workspaces('*', {}), 'npm install', 'npm start --workspace=b'],
    [
      'pnpm',
      {
        ...workspaces('workspace:*', { packageManager: 'pnpm@10.34.9' }),
        'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      },
      'pnpm install',
      'pnpm --filter b start',
    ],
    ['Yarn 1', workspaces('*', { packageManager: 'yarn@1.22.22' }), 'yarn install', 'yarn workspace b start'],
    [
      'Yarn 4 with node_modules',
      {
        ...workspaces('workspace:*', { packageManager: 'yarn@4.18.1' }),
        '.yarnrc.yml': 'nodeLinker: node-modules\n',
      },
      'yarn install',
      'yarn workspace b start',
    ],
    [
      "Yarn 4 with Plug'n'Play",
      workspaces('workspace:*', { packageManager: 'yarn@4.18.1' }),
      'yarn install',
      'yarn workspace b start',
    ],
  ])(
    'of %s find each other, and their scripts run',
    async (title, files, install, start) => {
      const folder = await project(`workspaces-${title.replaceAll(/\W/g, '-')}`, files);
      await run(install, folder);
      expect(await run(start, folder)).toMatch(/^1m$/m);
      expect(await run('cat packages/b/told', folder)).toBe('scripts ran\n');
    },
    PATIENCE,
  );
});

describe('npm', () => {
  it(
    'installs what overrides say, and again by the lockfile alone',
    async () => {
      const folder = await project('overrides', {
        'package.json': json({ name: 'x', dependencies: { debug: '4.3.4' }, overrides: { ms: '2.1.3' } }),
      });
      const version = 'node -p "require(\'ms/package.json\').version"';
      await run('npm install', folder);
      expect(await run(version, folder)).toBe('2.1.3\n');
      await run('npm ci', folder);
      expect(await run(version, folder)).toBe('2.1.3\n');
      await tab.call('writeFile', `${folder}/package.json`, json({ name: 'x', dependencies: { debug: '4.3.5' } }));
      const { stderr, code } = await attempt('npm ci', folder);
      expect(code).toBe(1);
      expect(stderr).toContain('`npm ci` can only install packages when your package.json and package-lock.json');
    },
    PATIENCE,
  );

  it(
    'refuses peers that do not fit, as natively, and takes them with --legacy-peer-deps',
    async () => {
      const folder = await project('peers', {
        'package.json': json({ name: 'x', dependencies: { react: '18.3.1', 'react-dom': '19.2.0' } }),
      });
      expect((await attempt('npm install', folder)).stderr).toContain('ERESOLVE');
      await run('npm install --legacy-peer-deps', folder);
      expect(await run('node -p "require(\'react-dom/package.json\').version"', folder)).toBe('19.2.0\n');
    },
    PATIENCE,
  );

  it(
    'links a package from another folder, and runs the program that it brings',
    async () => {
      await project('linked', {
        'package.json': json({ name: 'linked', version: '1.0.0', bin: { 'greet-them': 'greet.js' } }),
        'greet.js': "#!/usr/bin/env node\nconsole.log('greetings');",
        'index.js': 'exports.answer = 42;',
      });
      const folder = await project('links', { 'package.json': json({ name: 'links', version: '1.0.0' }) });
      await run('npm link', 'linked');
      expect(await run('greet-them', folder)).toBe('greetings\n');
      await run('npm link linked', folder);
      expect(await run('node -p "require(\'linked\').answer"', folder)).toBe('42\n');
      await tab.call('writeFile', 'linked/index.js', 'exports.answer = 43;');
      expect(await run('node -p "require(\'linked\').answer"', folder)).toBe('43\n');
    },
    PATIENCE,
  );

  it(
    'installs a program for everybody, and removes it',
    async () => {
      await run('npm install --global semver', '.');
      expect(await run('semver 1.2.3 -i minor', '.')).toBe('1.3.0\n');
      expect(await run('npm ls --global', '.')).toContain('semver@');
      await run('npm uninstall --global semver', '.');
      expect((await attempt('semver 1.2.3', '.')).code).toBe(127);
    },
    PATIENCE,
  );

  it(
    'that is interrupted leaves a tree that the next one completes',
    async () => {
      const dependencies = { express: '^5.0.0', koa: '^3.0.0', fastify: '^5.0.0' };
      const folder = await project('interrupted', { 'package.json': json({ name: 'x', dependencies }) });
      const id = await tab.call('spawn', 'sh', ['-c', `cd ${folder} && exec npm install`]);
      // In the middle of it: some packages are there.
      const packages = `ls ${folder}/node_modules 2> /dev/null | wc -l`;
      while (Number((await attempt(packages, '.')).stdout) < 3) await new Promise((resolve) => setTimeout(resolve, 50));
      await tab.call('type', id, '\x03');
      expect(await tab.call('exit', id)).not.toBe(0);
      await run('npm install', folder);
      expect(await run('npm ls --all > /dev/null && echo whole', folder)).toBe('whole\n');
      await run("node -e \"for (const name of ['express', 'koa', 'fastify']) require(name)\"", folder);
    },
    PATIENCE,
  );

  it(
    'audit says in its own words whether the registry answers it',
    async () => {
      const folder = await project('audited', { 'package.json': json({ name: 'x', dependencies: { ms: '2.1.3' } }) });
      await run('npm install', folder);
      const { stdout, stderr } = await attempt('npm audit', folder);
      expect(stdout + stderr).toMatch(/found 0 vulnerabilities|npm error audit|audit endpoint returned an error/);
    },
    PATIENCE,
  );
});
