import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const report = `globalThis.programFrames ??= (stack) => stack.split('\\n').filter((line) => !/^ {4}at (?!.*program)|node:/.test(line)).join('\\n');`;
const attempt = (code: string) =>
  `try { ${code} } catch (e) { console.log(e.code, e.name, programFrames(e.stack).replaceAll(process.cwd(), '')) }\n`;

const files: Record<string, string> = {
  'lib.cjs': 'exports.n = 1; exports.f = function () {};',
  'esm.mjs':
    'export default 5; export const named = 1; export function fun() {}; export { named as "module.exports2" }',
  'data.json': '{"j":1}',
  'bad.cjs': 'const a = 1;\nfoo(a b);\n',
  'bad2.cjs': 'function f() {\n',
  'tla.mjs': 'await 1; export {}',
  't.ts': 'interface A { x: number }; const a: A = { x: 1 }; module.exports = a',
  't2.ts': 'export const val: number = 4; import type { Q } from "./q"',
  'enum.ts': 'enum X { A }\nexport {}',
  'badm.mjs': 'import { nope } from "./esm.mjs";\n',
  'badm2.mjs': 'export const a = 1;\nlet y = (;\n',
  'badm3.mjs': 'import { nope as y } from "./lib.cjs";\n',
  'badm4.mjs': '\n\nrequire("x")',
  'detect.js': 'import "fs"; export const detected = typeof require',
  'program.mjs': `${report}
import fs, { readFileSync } from 'node:fs'; import * as path from 'path';
import def, { n, f } from './lib.cjs'; import json from './data.json' with { type: 'json' };
import { val } from './t2.ts'; import * as ns from './esm.mjs'; import { createRequire } from 'module';
const require = createRequire(import.meta.url);
console.log(fs.readFileSync === readFileSync, path.join('a', 'b'), def === require('./lib.cjs'), n, f.name, json, val, ns.named);
console.log(Object.keys(import.meta), import.meta.main, import.meta.resolve('./x.mjs').slice(-5), import.meta.dirname === process.cwd());
${['badm.mjs', 'badm2.mjs', 'badm3.mjs', 'badm4.mjs', 'data.json', 'none.mjs', 'enum.ts'].map((file) => attempt(`await import('./${file}')`)).join('')}
${attempt("await import('nopkg')")}
console.log((await import('./detect.js')).detected, (await import('node:path')).default === path.default);
console.log((await import('data:text/javascript,export default 3')).default);`,
  'program.cjs': `${report}
const x = require('./lib.cjs'); console.log(x, this === exports, arguments.length, require.main === module);
const e = require('./esm.mjs'); console.log(Object.keys(e), e.default, e.__esModule);
import('./esm.mjs').then((m) => console.log(m.default, m === e));
console.log(require('./data.json'), require('./t.ts'), require('./detect.js').detected);
${['./bad.cjs', './bad2.cjs', './tla.mjs', 'nope'].map((file) => attempt(`require('${file}')`)).join('')}
const vm = require('vm');
console.log(vm.runInNewContext('var a = b + 1; function f() { return a } let q = 5; f() + q', { b: 2 }));
const m = new vm.SourceTextModule('import { v } from "dep"; export default v * 2; export const url = import.meta.prop;', { initializeImportMeta(meta) { meta.prop = 'p' } });
const dep = new vm.SyntheticModule(['v'], function () { this.setExport('v', 21) });
m.link(() => dep).then(() => m.evaluate()).then(() => console.log(m.namespace.default, m.namespace.url, m.status));`,
  'repl.cjs': "require('repl').start({ prompt: '> ', useGlobal: true, terminal: false })",
};

const replInput = `let x = 1
x + 1
const o = { a: 1,
  b: 2 }
o
function f() { return x++ }
f(); x
let x = 3
class A {}
new A()
foo.bar
var { p } = { p: 4 }; p
_
await Promise.resolve(7)
const y = await Promise.resolve(8)
y
import fs from 'fs'
'use strict'; let ss = 2
1 +*
.exit
`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'loaders-'));
  mkdirSync(directory, { recursive: true });
  for (const [name, source] of Object.entries(files)) writeFileSync(join(directory, name), source);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const fixture = join(dirname(fileURLToPath(import.meta.url)), 'loaders_on_bindings.fixture.mjs');
const flags = ['--expose-internals', '--no-warnings', '--experimental-vm-modules'];

function run(program: string, input: string, before: string[]): string {
  const options = { cwd: directory, encoding: 'utf8', input } as const;
  const output = execFileSync(process.execPath, [...flags, ...before, program], options);
  return output.replace(/\n {4}at .*/g, '');
}

test.each(['program.mjs', 'program.cjs', 'repl.cjs'])(
  "%s prints the same on Node's loaders over our bindings",
  (name) => {
    const input = name === 'repl.cjs' ? replInput : '';
    const native = run(name, input, []);
    expect(native.length).toBeGreaterThan(300);
    expect(run(name, input, [fixture])).toBe(native);
  },
);
