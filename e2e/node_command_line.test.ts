/** `node` as people call it: each command line runs natively and in the tab, and both must print and end alike. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FileSystemTree } from '@webcontainer/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinnedNode } from '../scripts/node26.mjs';
import { Tab } from './tab.ts';

const files: Readonly<Record<string, string>> = {
  'arguments.js': 'console.log(process.argv.slice(2), process.execArgv)',
  'ask.mts': 'const answer: number = await Promise.resolve(42);\nconsole.log(answer satisfies number);',
  'broken.js': 'let a = 1;\nlet b = ;\n',
  'cycle_a.mjs': "import { b } from './cycle_b.mjs';\nexport const a = 'a';\nconsole.log(b());",
  'cycle_b.mjs': "import { a } from './cycle_a.mjs';\nexport const b = () => 'b sees ' + a;",
  'enum.ts': 'enum Colour { Red }\nconsole.log(Colour.Red);',
  'esm.mjs': 'export const name = "esm";\nexport default () => name;',
  'exit_code.js': 'process.exitCode = 3;\nprocess.on("exit", (code) => console.log("exit", code));',
  'nested_error.js': 'function inner() {\n  throw new TypeError("inner");\n}\ninner();\n',
  'own.json': '{ "version": 7 }',
  'preload.cjs': 'globalThis.preloaded = true;',
  'rejection.mjs': 'await Promise.reject(new RangeError("nobody caught this"));',
  'require_esm.cjs': 'const esm = require("./esm.mjs");\nconsole.log(esm.name, esm.default(), Object.keys(esm));',
  'throw_caught_again.js': 'try { require("./throw_text.js"); } finally { console.log("finally"); }',
  'throw_object.js': 'throw { told: true };',
  'throw_symbol.js': 'throw Symbol("s");',
  'throw_text.js': '#!/usr/bin/env node\nfunction inner() {\n  throw "told as text";\n}\ninner();\n',
  'throw_text.mjs': 'throw "told as text";',
  'types.ts':
    'interface Point { x: number }\nconst point: Point = { x: 1 };\nconsole.log(point as unknown);\nexport type { Point };',
  'unsettled.mjs':
    'const settled = await 1;\nprocess.on("exit", console.log);\n  export default [await (0, new Promise(() => {}))];',
  'unsettled_import.mjs': 'import "./unsettled.mjs";\nimport "./unsettled_loop.mjs";\nawait 2;',
  'unsettled_loop.mjs': 'for await (const each of [new Promise(() => {})]) console.log(await each);',
  'unsettled_using.mjs': 'await using resource = { async [Symbol.asyncDispose]() { await new Promise(() => {}); } };',
  'uses_json.mjs':
    'import own from "./own.json" with { type: "json" };\nconsole.log(own.version, import.meta.filename);',
};

/** A command line, and what is typed into it where it reads its program from there. */
const commandLines: readonly [string[], string?][] = [
  [['--version']],
  [['-p', '[1, 2].map((n) => n * 2)']],
  // As JSON: `util.inspect` breaks its lines by the length of node's path, which is another on every machine.
  [['-e', 'console.log(__filename, JSON.stringify(process.argv))', 'one', 'two']],
  [['--input-type=module', '-e', 'console.log(typeof require, import.meta.url.slice(0, 5))']],
  [['-p', '"use strict"; this === globalThis']],
  [['-', 'word'], 'console.log("from stdin", process.argv.slice(2))'],
  [[], 'console.log("program on standard input")'],
  [['--no-deprecation', 'arguments.js', '--flag', 'a b', '']],
  [['--check', 'broken.js']],
  [['broken.js']],
  [['nested_error.js']],
  [['rejection.mjs']],
  [['exit_code.js']],
  [['no_such_file.js']],
  [['-e', 'require("./no_such_module")']],
  [['--no-such-option']],
  [['-e', 'process.exit(300)']],
  [['-e', 'setTimeout(() => { throw new Error("later"); }, 1)']],
  [['-e', 'Promise.reject(Object.assign(new Error("told"), { code: "E_TOLD" }))']],
  [['--unhandled-rejections=warn', '-e', 'Promise.reject(1); setTimeout(() => console.log("goes on"), 5)']],
  [['-r', './preload.cjs', '-p', 'preloaded']],
  [['--import', './esm.mjs', '-p', '1']],
  [['ask.mts']],
  [['types.ts']],
  [['enum.ts']],
  [['throw_text.js']],
  [['throw_text.mjs']],
  [['throw_object.js']],
  [['throw_symbol.js']],
  [['throw_caught_again.js']],
  [['-e', 'throw null']],
  [['unsettled.mjs']],
  [['unsettled_import.mjs']],
  [['unsettled_using.mjs']],
  [['--no-warnings', 'unsettled.mjs']],
  [['cycle_a.mjs']],
  [['require_esm.cjs']],
  [['uses_json.mjs']],
  [['--test-reporter=tap', '--test', 'no_such_test_file.js']],
];

let tab: Tab;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  const tree: FileSystemTree = {};
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
    tree[name] = { file: { contents } };
  }
  tab = await Tab.open();
  await tab.mount(tree);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await tab?.close();
});

const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** What differs between the two by nature: where node and the project are. */
const neutral = (text: string) =>
  text
    .replaceAll(folder, '<project>')
    .replaceAll('/home/project', '<project>')
    .replaceAll(pinnedNode(), '<node>')
    .replaceAll('/bin/node', '<node>')
    // Frames of the library below the program's own: the natives there are ours.
    .replace(/\n {4}at .*?(?:node:internal|<anonymous>).*?( \{)?(?=\n)/g, '$1')
    .replace(/\(node:\d+\)/g, '(node:PID)');

describe('node prints and ends as natively', () => {
  it.each(commandLines)('%j', async (words, input) => {
    const native = spawnSync(pinnedNode(), words, {
      argv0: 'node',
      cwd: folder,
      encoding: 'utf8',
      input: input ?? '',
    });
    const typed = input === undefined ? '' : `printf '%s' ${quote(input)} | `;
    const own = await tab.run(`${typed}node ${words.map(quote).join(' ')}`);
    expect({ out: neutral(own.stdout), err: neutral(own.stderr), code: own.code }).toEqual({
      out: neutral(native.stdout),
      err: neutral(native.stderr),
      code: native.status,
    });
  });
});

describe('without an inspector', () => {
  it('the module is there, and what needs an inspector says that there is none', async () => {
    const program = `
      const { Session, open, waitForDebugger, url, console: told, Network, close } = require('node:inspector');
      const codeOf = (call) => { try { call(); } catch (error) { return error.code; } };
      told.log('to nobody'); Network.requestWillBeSent({}); close();
      const calls = [() => new Session().connect(), open, waitForDebugger, () => new Session().post('Debugger.enable')];
      console.log(JSON.stringify([url() === undefined, process.features.inspector, ...calls.map(codeOf)]));`;
    const { stdout, stderr } = await tab.run(`node -e ${quote(program)}`);
    expect({ told: JSON.parse(stdout), stderr }).toEqual({
      told: [
        true,
        false,
        'ERR_INSPECTOR_NOT_AVAILABLE',
        'ERR_INSPECTOR_NOT_AVAILABLE',
        'ERR_INSPECTOR_NOT_ACTIVE',
        'ERR_INSPECTOR_NOT_CONNECTED',
      ],
      stderr: '',
    });
  });
});

describe('the REPL', () => {
  it('evaluates, continues, completes, remembers and ends', async () => {
    const id = await tab.call('spawn', 'node', []);
    let seen = 0;
    /** Types `keys` and waits for `shown` in what comes after it, without its colours and cursor movements. */
    const type = async (keys: string, shown: string) => {
      await tab.call('type', id, keys);
      await expect
        .poll(async () => stripVTControlCharacters(await tab.call('output', id)).slice(seen), { timeout: 10_000 })
        .toContain(shown);
      seen = stripVTControlCharacters(await tab.call('output', id)).length;
    };
    await type('', 'Welcome to Node.js v26');
    await type('20 + 1\r', '\n21\r\n');
    await type('function twice(n) {\r', '| ');
    await type('return 2 * n;\r}\r', '\nundefined\r\n');
    await type('await Promise.resolve(twice(21))\r', '\n42\r\n');
    await type('nothing.here\r', 'Uncaught ReferenceError: nothing is not defined');
    await type('process.vers', 'process.vers');
    await type('\t', 'process.version');
    await type('\t', 'process.versions');
    await type('\x03', '> ');
    await type('\x1b[A\x1b[A\r', '\n42\r\n');
    await tab.call('type', id, '.exit\r');
    expect(await tab.call('exit', id)).toBe(0);
  });
});

describe('WARDIAN_LOOP_TRACE', () => {
  it('tells the steps of the loop and each callback, by name and line, in their order', async () => {
    const program = [
      'setTimeout(function timer() { process.nextTick(function tick() {}); }, 300);',
      'setImmediate(function immediate() {});',
    ].join('\n');
    await tab.mount({ 'traced.cjs': { file: { contents: program } } });
    const { stdout, stderr } = await tab.run(
      'mkdir /tmp/traces && WARDIAN_LOOP_TRACE=/tmp/traces node traced.cjs && cat /tmp/traces/*',
    );
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as [number, string, number | string, ...string[]]);
    const names = new Map(entries.filter(([, kind]) => kind === 'init').map(([, , id, ...rest]) => [id, rest]));
    expect([...names.values()]).toEqual([
      ['Timeout', 'timer', '/home/project/traced.cjs:1'],
      ['Immediate', 'immediate', '/home/project/traced.cjs:2'],
      ['TickObject', 'tick', '/home/project/traced.cjs:1'],
    ]);
    const told = entries.flatMap(([, kind, what]) =>
      kind === 'before' ? [names.get(what)?.[1]] : kind === 'step' && what !== 'poll' ? [what] : [],
    );
    expect(told.join(' ')).toMatch(
      /^script drain drained timers check immediate drain drained .*wait wake .*timers timer drain tick drained /,
    );
    expect(entries.at(-1)?.slice(1)).toEqual(['end', 'exit']);
    // Nobody watches where there is no folder.
    expect(await tab.run('WARDIAN_LOOP_TRACE=/none node traced.cjs')).toEqual({ stdout: '', stderr: '', code: 0 });
  });
});
