import { posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunResult, Tab } from './tab.ts';

/** ms for npm to install from the registry, on a busy machine. */
const PATIENCE = 240_000;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

async function run(command: string, folder: string): Promise<RunResult> {
  const result = await tab.run(command, { folder, timeout: PATIENCE });
  expect(result.code, `${command}\n${result.stdout}${result.stderr}`).toBe(0);
  return result;
}

async function project(name: string, files: Record<string, string>): Promise<void> {
  await tab.call('mkdir', name);
  for (const [file, contents] of Object.entries(files)) {
    await tab.call('mkdir', posix.dirname(`${name}/${file}`));
    await tab.call('writeFile', `${name}/${file}`, contents);
  }
}

const ask = (port: number): string =>
  `fetch('http://localhost:${port}/').then(async (response) => { console.log(await response.text()); process.exit(); })`;

/** A server of each framework that answers one request to itself. */
const frameworks: readonly [name: string, packages: string, file: string, code: string, answer: string][] = [
  [
    'Express',
    'express',
    'server.js',
    `const app = require('express')(); app.get('/', (request, response) => response.send('express'));
     app.listen(4001, () => ${ask(4001)});`,
    'express',
  ],
  [
    'Fastify',
    'fastify',
    'server.js',
    `const app = require('fastify')(); app.get('/', async () => ({ fast: true }));
     app.listen({ port: 4002 }).then(() => ${ask(4002)});`,
    '{"fast":true}',
  ],
  [
    'Koa',
    'koa',
    'server.js',
    `const Koa = require('koa'); const app = new Koa(); app.use((context) => { context.body = 'koa'; });
     app.listen(4003, () => ${ask(4003)});`,
    'koa',
  ],
  [
    'Hono',
    'hono @hono/node-server',
    'server.mjs',
    `import { serve } from '@hono/node-server'; import { Hono } from 'hono';
     const app = new Hono(); app.get('/', (context) => context.text('hono'));
     serve({ fetch: app.fetch, port: 4004 }, () => ${ask(4004)});`,
    'hono',
  ],
];

describe('npm installs from the registry, and it runs', () => {
  it.each(frameworks)(
    '%s',
    async (name, packages, file, code, answer) => {
      await project(name, { [file]: code });
      await run('npm init -y', name);
      await run(`npm install ${packages}`, name);
      expect((await run(`node ${file}`, name)).stdout.trim()).toBe(answer);
    },
    PATIENCE,
  );
});

describe('npm', () => {
  it(
    'runs scripts with their hooks, and tests',
    async () => {
      const scripts = {
        prebuild: 'echo before',
        build: 'echo built $npm_package_name',
        test: 'node -e "process.exit(0)"',
      };
      await project('scripts', { 'package.json': JSON.stringify({ name: 'scripts', version: '1.0.0', scripts }) });
      expect((await run('npm run --silent build', 'scripts')).stdout).toBe('before\nbuilt scripts\n');
      await run('npm test', 'scripts');
    },
    PATIENCE,
  );

  it(
    'runs a program of the registry by npx',
    async () => {
      expect((await run('npx --yes semver 1.2.3 -i minor', '.')).stdout.trim()).toBe('1.3.0');
    },
    PATIENCE,
  );

  it(
    'links workspaces',
    async () => {
      await project('monorepo', { 'package.json': '{"name":"monorepo","workspaces":["packages/*"]}' });
      await project('monorepo/packages/a', {
        'package.json': '{"name":"a","version":"1.0.0"}',
        'index.js': 'exports.a = 7',
      });
      await run('npm install', 'monorepo');
      expect((await run('node -p "require(\'a\').a"', 'monorepo')).stdout).toBe('7\n');
    },
    PATIENCE,
  );

  it(
    'says what the registry says of a package that is not there',
    async () => {
      const { stderr, code } = await tab.run('npm view @wardian/does-not-exist', { timeout: PATIENCE });
      expect(code).not.toBe(0);
      expect(stderr).toContain('E404');
    },
    PATIENCE,
  );
});

describe('other package managers', () => {
  it.each([
    ['yarn', '1.', 'yarn.lock'],
    ['pnpm', '10.', 'pnpm-lock.yaml'],
  ])(
    '%s installs from the registry',
    async (name, major, lockfile) => {
      await project(`by-${name}`, { 'package.json': '{"name":"x","version":"1.0.0"}' });
      expect((await run(`${name} --version`, `by-${name}`)).stdout.startsWith(major)).toBe(true);
      await run(`${name} add ms`, `by-${name}`);
      expect((await run('node -p "require(\'ms\')(60000)"', `by-${name}`)).stdout).toBe('1m\n');
      expect(await tab.call('readFile', `by-${name}/${lockfile}`)).toContain('ms');
    },
    PATIENCE,
  );

  it(
    'pnpm 11 by npx, whose index is a SQLite database that its processes share: installed, and again from its store',
    async () => {
      await project('by-pnpm-11', { 'package.json': '{"name":"x","version":"1.0.0"}' });
      const pnpm = (words: string) => run(`npx --yes pnpm@11 ${words}`, 'by-pnpm-11');
      await pnpm('add ms is-odd');
      expect((await run("node -p \"require('ms')(60000), require('is-odd')(3)\"", 'by-pnpm-11')).stdout).toBe('true\n');
      await run('rm -rf node_modules', 'by-pnpm-11');
      expect((await pnpm('install --frozen-lockfile --offline')).stdout).toContain('reused 3');
      expect((await run('node -p "require(\'is-odd\')(2)"', 'by-pnpm-11')).stdout).toBe('false\n');
    },
    PATIENCE,
  );

  it(
    'another than the one that the project names says so',
    async () => {
      await project('named', { 'package.json': '{"packageManager":"pnpm@10.0.0"}' });
      const { stderr, code } = await tab.run('yarn install', { folder: 'named', timeout: PATIENCE });
      expect([stderr, code]).toEqual([expect.stringContaining('configured to use pnpm'), 1]);
    },
    PATIENCE,
  );
});

/** What developers run, each with a small project; `output` is in what the last command prints. */
const tools: readonly [
  name: string,
  packages: string,
  files: Record<string, string>,
  command: string,
  output: string,
][] = [
  [
    'Vitest',
    'vitest',
    {
      'sum.test.js':
        "import { expect, test, vi } from 'vitest'; test('adds', () => { const f = vi.fn(); f(1 + 2); expect(f).toHaveBeenCalledWith(3); });",
    },
    'NO_COLOR=1 npx vitest run',
    'Tests  1 passed',
  ],
  [
    'Mocha',
    'mocha',
    { 'test/sum.cjs': "describe('sum', () => it('adds', async () => require('node:assert').equal(1 + 2, 3)));" },
    'npx mocha',
    '1 passing',
  ],
  [
    'TypeScript and tsx',
    'typescript@6 tsx @types/node',
    { 'a.ts': "enum Answer { value = 42 } export const x: number = Answer.value; console.log('typed', x);" },
    'npx tsc --outDir out --module nodenext --target es2022 a.ts && node out/a.js && npx tsx a.ts',
    'typed 42\ntyped 42\n',
  ],
  [
    'ESLint',
    'eslint @eslint/js',
    {
      'eslint.config.js': "import js from '@eslint/js'; export default [js.configs.recommended];",
      'a.js': 'const unused = 1;',
    },
    'npx eslint . || true',
    'no-unused-vars',
  ],
  [
    'Prettier',
    'prettier',
    { '.prettierrc': '{ "singleQuote": true }', 'a.js': 'const  a = {b:"c"}' },
    'npx prettier --write a.js && cat a.js',
    "const a = { b: 'c' };",
  ],
  [
    'Tailwind',
    'tailwindcss @tailwindcss/cli',
    { 'in.css': "@import 'tailwindcss';", 'index.html': "<p class='text-red-500'>" },
    'npx @tailwindcss/cli -i in.css -o out.css && cat out.css',
    '.text-red-500',
  ],
  [
    'Kysely on node:sqlite',
    'kysely',
    {
      'a.js': `import { DatabaseSync } from 'node:sqlite';
          import { Kysely, SqliteDialect } from 'kysely';
          const raw = new DatabaseSync(':memory:');
          const database = {
            close: () => raw.close(),
            prepare(sql) {
              const statement = raw.prepare(sql);
              const reader = statement.columns().length > 0;
              return { reader, all: (values) => statement.all(...values), run: (values) => statement.run(...values) };
            },
          };
          const db = new Kysely({ dialect: new SqliteDialect({ database }) });
          await db.schema.createTable('person').addColumn('name', 'text').execute();
          await db.insertInto('person').values({ name: 'Ada' }).execute();
          console.log(JSON.stringify(await db.selectFrom('person').selectAll().execute()));`,
    },
    'node a.js',
    '[{"name":"Ada"}]',
  ],
  [
    'GraphQL Yoga',
    'graphql-yoga graphql',
    {
      'a.js': `import { createServer } from 'node:http';
          import { createSchema, createYoga } from 'graphql-yoga';
          const typeDefs = 'type Query { hello: String }';
          const schema = createSchema({ typeDefs, resolvers: { Query: { hello: () => 'world' } } });
          createServer(createYoga({ schema })).listen(4005, async () => {
            const response = await fetch('http://localhost:4005/graphql?query=%7Bhello%7D');
            console.log(await response.text());
            process.exit();
          });`,
    },
    'node a.js',
    '{"data":{"hello":"world"}}',
  ],
];

describe('tools and libraries that developers use run', () => {
  it.each(tools)(
    '%s',
    async (name, packages, files, command, output) => {
      const folder = `tool-${name.replaceAll(/\W/g, '-')}`;
      await project(folder, { 'package.json': '{"name":"x","version":"1.0.0","type":"module"}', ...files });
      await run(`npm install ${packages}`, folder);
      expect((await run(command, folder)).stdout).toContain(output);
    },
    PATIENCE,
  );
});

describe('packages with native code are replaced by builds that run here', () => {
  it.each([
    ['7', 'esbuild and Rollup'],
    ['8', 'Rolldown'],
  ])(
    'Vite %s builds a page with TypeScript, over the WebAssembly of %s',
    async (version) => {
      const folder = `vite-${version}`;
      await project(folder, {
        'package.json': '{"name":"page","version":"1.0.0"}',
        'index.html': '<!doctype html><script type="module" src="/main.js"></script>',
        'main.js': "import answer from './answer.ts'; document.title = answer;",
        'answer.ts': "const answer: string = 'forty-two'; export default answer;",
      });
      await run(`npm install vite@${version}`, folder);
      await run('npx vite build', folder);
      expect((await run('cat dist/assets/*.js', folder)).stdout).toContain('forty-two');
      if (version !== '7') return;
      const lockfile = JSON.parse(await tab.call('readFile', `${folder}/package-lock.json`));
      expect(lockfile.packages['node_modules/esbuild'].resolved).toMatch(/\/esbuild\/-\/esbuild-/);
    },
    PATIENCE,
  );
});
