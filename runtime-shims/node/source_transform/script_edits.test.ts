import { expect, it } from 'vitest';
import { generateModuleCode } from './module_code.ts';
import { parseModule } from './module_parser.ts';
import { scriptEdits } from './script_edits.ts';
import { applyEdits } from './source_edits.ts';

const rewritten = (source: string): string => applyEdits(source, scriptEdits(source, '$m'));

it.each([
  ['async () => await x', 'async () => await $m.a(( x))'],
  ['async () => await a.b(await c)[d] + 1', 'async () => await $m.a(( a.b(await $m.a(( c)))[d])) + 1'],
  ['async () => await await x', 'async () => await $m.a(( await $m.a(( x))))'],
  ['async () => await import(x)', 'async () => await $m.a(( $m.i(x)))'],
  ['async () => { for await (const x of (y, z)); }', 'async () => { for await (const x of ( $m.f((y, z)))); }'],
  [
    'async function* f() { yield x; yield* y; return z }',
    'async function* f() { yield  $m.a((x)); yield* y; return  $m.a((z)) }',
  ],
  ['function* f() { yield x; return await }', 'function* f() { yield x; return await }'],
  ["var await = 1; '(async () => await x)'", "var await = 1; '(async () => await x)'"],
  ['async () => await', 'async () => await'],
])('what is awaited: %s', (source, expected) => expect(rewritten(source)).toBe(expected));

it('a default export that is awaited ends behind what is awaited', () => {
  const source = 'export default await 5';
  const plan = { isCyclic: false, live: new Set<string>(), constant: [], namespaces: new Set<string>() };
  const { code } = generateModuleCode(source, parseModule(source), plan);
  expect(() => new Function(`return ${code}`)).not.toThrow();
});
