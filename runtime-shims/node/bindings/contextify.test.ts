import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Binding, Environment } from '../environment.ts';
import { originalPosition } from '../source_transform/compiled_scripts.ts';
import { binding as makeBinding } from './contextify.ts';
import { setImportModuleDynamicallyCallback } from './contextify_dynamic_import.ts';

const privateSymbols = {
  arrow_message_private_symbol: Symbol('arrow'),
  decorated_private_symbol: Symbol('decorated'),
  host_defined_option_symbol: Symbol('host'),
  contextify_context_private_symbol: Symbol('context'),
};
const symbols = {
  vm_context_no_contextify: Symbol('vanilla'),
  vm_dynamic_import_default_internal: Symbol('default'),
};
const environment = {
  global: globalThis,
  internalBinding: (name: string): Binding => (name === 'util' ? { privateSymbols } : symbols),
} as unknown as Environment;

interface Contextify {
  ContextifyScript: new (
    code: string,
    filename: string,
    line?: number,
    column?: number,
    cache?: undefined,
    produce?: boolean,
    context?: undefined,
    id?: symbol,
  ) => { runInContext(context: object | null): unknown };
  makeContext(object: object | symbol, ...rest: unknown[]): object;
  compileFunction(code: string, name: string, ...rest: unknown[]): { function: (...values: unknown[]) => unknown };
  compileFunctionForCJSLoader(
    code: string,
    name: string,
    isSea: boolean,
    detect: boolean,
  ): { function?: (...values: unknown[]) => unknown; canParseAsESM: boolean; sourceMapURL?: string };
  containsModuleSyntax(code: string, name: string): boolean;
}
const contextify = makeBinding(environment) as unknown as Contextify;

function thrown(run: () => unknown): { name: string; message: string; stack: string } {
  try {
    run();
  } catch (error) {
    return error as Error & { stack: string };
  }
  throw new Error('nothing was thrown');
}

describe('scripts in a new context', () => {
  const scripts: [title: string, scripts: string[], sandbox?: object][] = [
    [
      'completion values',
      ['1 + 1', '"x"; if (true) { 5 }', 'var q = 2; q * 2', 'let w = 1', 'for (var i = 0; i < 3; i++) i'],
    ],
    ['the sandbox is read and written', ['a = b + 1; var c = a * 2; c'], { b: 2 }],
    [
      'functions are hoisted and persist',
      ['f(); function f() { return 1 }', 'f() + 1', 'function f() { return 7 }; f()'],
    ],
    [
      'let and const persist',
      ['let x = 1; const y = 2; class Z {}', 'x = x + y; x', 'try { y = 1 } catch (e) { e.message }'],
    ],
    ['let is no property of the global object', ['let x = 1; typeof this.x + typeof globalThis.x']],
    ['nothing of the outside is visible', ['typeof process + typeof require + typeof nothing + typeof setTimeout']],
    ['undeclared names become properties', ['u = 3; this.u + globalThis.u']],
    ['functions keep the context', ['(function () { return typeof process + v })()'], { v: 1 }],
    ['strict scripts', ['"use strict"; let s = 1; (function () { return this })() === undefined']],
    ['deleting and in', ['d = 1; delete this.d; "d" in this']],
  ];
  test.each(scripts)('%s', (_title, sources, sandbox = {}) => {
    const nativeSandbox = vm.createContext({ ...sandbox });
    const ownSandbox = contextify.makeContext({ ...sandbox });
    for (const source of sources) {
      const expected = vm.runInContext(source, nativeSandbox);
      expect(new contextify.ContextifyScript(source, 'test.js').runInContext(ownSandbox), source).toEqual(expected);
    }
    expect(JSON.stringify(ownSandbox)).toBe(JSON.stringify(nativeSandbox));
  });

  test('a lexical name cannot be declared twice', () => {
    const context = contextify.makeContext({});
    new contextify.ContextifyScript('let twice = 1', 'a.js').runInContext(context);
    const again = new contextify.ContextifyScript('var twice = 1', 'a.js');
    expect(thrown(() => again.runInContext(context)).message).toBe("Identifier 'twice' has already been declared");
  });
});

test('lexical declarations of the main context are seen by later scripts', () => {
  const run = (code: string) => new contextify.ContextifyScript(code, 'repl').runInContext(null);
  expect(run('let contextifyTest = 1; contextifyTest + 1')).toBe(2);
  expect(run('contextifyTest++; contextifyTest')).toBe(2);
  expect(thrown(() => run('let contextifyTest = 5')).message).toContain('already been declared');
  expect(run("'use strict'; const contextifyTest2 = () => this; typeof contextifyTest2")).toBe('function');
});

describe('syntax errors say where', () => {
  const sources = [
    'foo(;',
    'const a = 1;\n  foo(a b)\n',
    'let a; let a',
    'function f() {\n',
    'x = "abc\n',
    'if (',
    '}',
    'return 1',
  ];
  test.each(sources)('%j', (source) => {
    const native = thrown(() => new vm.Script(source, 'file.js'));
    const own = thrown(() => new contextify.ContextifyScript(source, 'file.js'));
    const header = (error: Error) => error.stack?.split('\n    at ')[0];
    expect(header(own)).toBe(header(native));
  });
});

describe('CommonJS functions', () => {
  const compile = (code: string, name = '/x/a.js', detect = true) =>
    contextify.compileFunctionForCJSLoader(code, name, false, detect);

  test('positions of the first line are known to be moved', () => {
    const { function: run } = compile('exports.e = new Error("x"); return new Error("y")', '/x/first.js');
    const error = run?.call({}, {}, null, {}, '', '') as Error;
    const [, column] = /\/x\/first\.js:1:(\d+)/.exec(error.stack as string) as unknown as [string, string];
    expect(originalPosition('/x/first.js', 1, Number(column))).toEqual({ name: '/x/first.js', line: 1, column: 36 });
  });

  test('hashbang, parameters, source map', () => {
    const result = compile('#!/usr/bin/env node\nreturn [exports, __dirname]\n//# sourceMappingURL=a.js.map');
    expect(result.function?.(1, 2, 3, 4, 5)).toEqual([1, 5]);
    expect(result.sourceMapURL).toBe('a.js.map');
  });

  test('modules are recognised', () => {
    for (const code of ['import "x"', 'export {}', 'await 1', 'import.meta.url', 'const module = 1; await 1']) {
      expect(compile(code).canParseAsESM, code).toBe(true);
      expect(contextify.containsModuleSyntax(code, 'x')).toBe(true);
    }
    for (const code of ['return 1', 'import("x")', 'var a = "import x"; // export {}']) {
      expect(compile(code).canParseAsESM, code).toBe(false);
      expect(contextify.containsModuleSyntax(code, 'x')).toBe(false);
    }
    const error = thrown(() => compile('import x from "y"', '/x/a.js', false));
    const expected =
      '/x/a.js:1\nimport x from "y"\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module';
    expect(error.stack.split('\n    at ')[0]).toBe(expected);
  });

  test('import() goes to the library with its referrer', async () => {
    const calls: unknown[] = [];
    setImportModuleDynamicallyCallback(environment, async (...values) => calls.push(values));
    const code =
      'const s = "import(1)"; return import /* c */ ("./b" + `.js`, { with: { type: "json" } }) // import(x)';
    await compile(code).function?.();
    const attributes = { type: 'json' };
    expect(calls).toEqual([[symbols.vm_dynamic_import_default_internal, './b.js', 3, attributes, '/x/a.js']]);
    const id = Symbol('script');
    const script = new contextify.ContextifyScript('import("y")', 's.js', 0, 0, undefined, false, undefined, id);
    await script.runInContext(null);
    await script.runInContext(contextify.makeContext({}));
    expect(calls.slice(1)).toEqual([
      [id, 'y', 3, {}, 's.js'],
      [id, 'y', 3, {}, 's.js'],
    ]);
  });
});

test('compileFunction with parameters, extensions and a context', () => {
  const compile = (code: string, ...rest: unknown[]) =>
    contextify.compileFunction(code, 'f.js', 0, 0, undefined, false, ...rest);
  const id = Symbol('id');
  expect(compile('return a + b + x', undefined, [{ x: 1 }], ['a', 'b'], id).function(2, 3)).toBe(6);
  const context = contextify.makeContext({ q: 8 });
  expect(compile('return q + typeof process', context, [], [], id).function()).toBe('8undefined');
});

test('the completion value survives what is put into the script', () => {
  const run = (code: string) => new contextify.ContextifyScript(code, 'value').runInContext(null);
  expect(run("'use strict'; let completionTest = 2")).toBe('use strict');
  expect(run('let completionTest2 = 2; completionTest2')).toBe(2);
});
