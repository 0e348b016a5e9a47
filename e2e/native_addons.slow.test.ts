/** Packages with native code: each row of the table is installed from the registry, and used. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeAddons } from '../runtime-shims/userland/packages/native_addons.ts';
import { Tab } from './tab.ts';

/** ms for npm to install a package from the registry and for a program to use it, on a busy machine. */
const PATIENCE = 120_000;

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});
afterAll(() => tab?.close());

async function project(name: string, files: Record<string, string>): Promise<string> {
  const folder = `addon-${name.replaceAll(/\W/g, '-')}`;
  await tab.call('mkdir', folder);
  for (const [file, contents] of Object.entries({ 'package.json': '{"name":"x","version":"1.0.0"}', ...files }))
    await tab.call('writeFile', `${folder}/${file}`, contents);
  return folder;
}

async function run(command: string, folder: string): Promise<string> {
  const { stdout, stderr, code } = await tab.run(command, { folder, timeout: PATIENCE });
  expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

/** A program that uses the package, and what it prints. */
type Use = readonly [name: string, code: string, output: string];

const replaced: readonly Use[] = [
  [
    '@parcel/watcher',
    `const fs = require('node:fs'); const { subscribe } = require('@parcel/watcher');
     fs.mkdirSync('watched');
     const tell = (error, events) => { console.log(error, events[0].path.split('/').at(-1)); process.exit(); };
     subscribe(fs.realpathSync('watched'), tell).then(() => fs.writeFileSync('watched/a.txt', ''));`,
    'null a.txt',
  ],
  [
    '@swc/core',
    `const { transform, transformSync } = require('@swc/core');
     const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } };
     transform(transformSync('let a: 1 = 1', options).code, options).then(({ code }) => console.log(code.trim()));`,
    'let a = 1;',
  ],
  ['bcrypt', "const b = require('bcrypt'); console.log(b.compareSync('a', b.hashSync('a', 4)))", 'true'],
  [
    'esbuild',
    "console.log(require('esbuild').transformSync('let a: 1 = 1', { loader: 'ts' }).code.trim())",
    'let a = 1;',
  ],
  [
    'lightningcss',
    `const { transform } = require('lightningcss');
     const code = Buffer.from('a { color: red }');
     console.log(transform({ code, filename: 'a.css', minify: true }).code.toString())`,
    'a{color:red}',
  ],
  [
    'rollup',
    `const a = { name: 'a', resolveId: (id) => id, load: () => 'export default 1' };
     const bundle = require('rollup').rollup({ input: 'a', plugins: [a] });
     bundle.then((made) => made.generate({})).then(({ output }) => console.log(output[0].exports.join()));`,
    'default',
  ],
];

/** Of napi-rs and others, without a row: those whose build npm knows itself, and those that must be looked for. */
const found: readonly Use[] = [
  [
    '@tailwindcss/oxide',
    `const { Scanner } = require('@tailwindcss/oxide');
     const html = { content: '<p class="flex">', extension: 'html' };
     console.log(new Scanner({}).getCandidatesWithPositions(html).map(({ candidate }) => candidate).join());`,
    'class,flex',
  ],
  [
    'rolldown',
    `const a = { name: 'a', resolveId: (id) => id, load: () => 'export default 1' };
     const bundle = require('rolldown').rolldown({ input: 'a', plugins: [a] });
     bundle.then((made) => made.generate({})).then(({ output }) => console.log(output[0].exports.join()));`,
    'default',
  ],
  [
    'sharp',
    `const red = { create: { width: 8, height: 4, channels: 3, background: 'red' } };
     const png = require('sharp')(red).resize(4).png().toBuffer({ resolveWithObject: true });
     png.then(({ info }) => console.log(info.format, info.width, info.height));`,
    'png 4 2',
  ],
  [
    'oxc-parser',
    "console.log(require('oxc-parser').parseSync('a.ts', 'let a: 1 = 1').program.body[0].type)",
    'VariableDeclaration',
  ],
  [
    'unrs-resolver',
    `const { ResolverFactory } = require('unrs-resolver');
     console.log(new ResolverFactory().sync(__dirname, './use.cjs').path === __filename);`,
    'true',
  ],
  [
    '@node-rs/argon2',
    `const { hashSync, verifySync } = require('@node-rs/argon2');
     console.log(verifySync(hashSync('a', { memoryCost: 1024, timeCost: 1 }), 'a'));`,
    'true',
  ],
];

describe('npm installs what runs here in the place of native code', () => {
  it('has a test for each row that names such a package', () => {
    const rows = Object.entries(nativeAddons).filter(([, { replacedBy, loads }]) => replacedBy ?? loads);
    expect(rows.map(([name]) => name).sort()).toEqual(replaced.map(([name]) => name).sort());
  });

  it.each([...replaced, ...found])(
    '%s, and another installation leaves it whole',
    async (name, code, output) => {
      const folder = await project(name, { 'use.cjs': code });
      await run(`npm install ${name}`, folder);
      expect(await run('node use.cjs', folder)).toBe(`${output}\n`);
      await run('rm -rf watched && npm install ms', folder);
      expect(await run('node use.cjs', folder)).toBe(`${output}\n`);
      const { packages } = JSON.parse(await tab.call('readFile', `${folder}/package-lock.json`));
      expect(packages[`node_modules/${name}`].resolved).toContain(`/${name}/-/`);
      expect(Object.keys(packages).filter((path) => path.includes('.webassembly'))).toEqual([]);
    },
    2 * PATIENCE,
  );
});

describe('where there is no such package', () => {
  it.each(Object.entries(nativeAddons).flatMap(([name, { advice }]) => (advice ? [[name, advice] as const] : [])))(
    '%s is installed with a warning that says what to use, as does loading its binary',
    async (name, advice) => {
      const folder = await project(name, {});
      const { stderr } = await tab.run(`npm install ${name}`, { folder, timeout: PATIENCE });
      expect(stderr).toContain(`npm warn native ${name} cannot run in a browser: ${advice}\n`);
      await tab.call('writeFile', `${folder}/node_modules/${name}/addon.node`, '');
      const load = `try { require('${name}/addon.node') } catch (error) { console.log(error.code, error.message) }`;
      await tab.call('writeFile', `${folder}/node_modules/load.cjs`, load.replace(name, `./${name}`));
      const refused = await run('node node_modules/load.cjs', folder);
      expect(refused).toMatch(/^ERR_DLOPEN_FAILED /);
      expect(refused).toContain(`the package '${name}' is a native addon, which a browser cannot load: ${advice}\n`);
    },
    PATIENCE,
  );

  it(
    'fsevents is left out',
    async () => {
      const folder = await project('chokidar', {});
      await run('npm install chokidar@3', folder);
      expect(await run('ls node_modules', folder)).toMatch(/chokidar/);
      expect(await run('ls node_modules', folder)).not.toMatch(/fsevents/);
    },
    PATIENCE,
  );
});
