/**
 * Runs a CommonJS program with Node's own fs compiled once more over our bindings, the kernel and the stand-in loop:
 * `node --expose-internals --no-warnings files_on_bindings.fixture.ts program.cjs`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { createKernelFromSource } from '../kernel/source_kernel.ts';
import { binding as fs } from './bindings/fs.ts';
import { binding as fsDir } from './bindings/fs_dir.ts';
import { binding as fsEvent } from './bindings/fs_event_wrap.ts';
import type { Binding, BindingFactory, Environment } from './environment.ts';
import { loopStandIn } from './loop_stand_in.fixture.ts';
import { STDERR_FILENO } from './uv_numbers.ts';

const nativeRequire = createRequire(import.meta.url);
const { internalBinding: nativeBinding, primordials } = nativeRequire('internal/test/binding') as {
  internalBinding(name: string): Binding;
  primordials: Record<string, unknown>;
};
const libraries = (process as unknown as { binding(name: string): Record<string, string> }).binding('natives');
const factories: Record<string, BindingFactory> = { fs, fs_dir: fsDir, fs_event_wrap: fsEvent };
const compiledAgain = /^(?:fs|fs\/promises|internal\/fs\/.*)$/;

const made = new Map<string, Binding>();
function internalBinding(name: string): Binding {
  const factory = factories[name];
  if (factory === undefined) return nativeBinding(name);
  if (!made.has(name)) made.set(name, factory(environment));
  return made.get(name)!;
}

const loaded = new Map<string, { exports: unknown }>();
function requireLibrary(id: string): unknown {
  const name = id.replace(/^node:/, '');
  if (!compiledAgain.test(name)) return nativeRequire(id);
  const ready = loaded.get(name);
  if (ready !== undefined) return ready.exports;
  const module = { exports: {} as unknown };
  loaded.set(name, module);
  const parameters = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
  const wrapper = vm.compileFunction(libraries[name]!, parameters, { filename: `node:${name}` });
  Reflect.apply(wrapper, undefined, [module.exports, requireLibrary, module, process, internalBinding, primordials]);
  // Native lazy properties would load the native module.
  if (name === 'fs') Object.assign(module.exports as object, requireLibrary('internal/fs/dir'));
  return module.exports;
}

const kernel = createKernelFromSource();
// The program's stdio is native; what the kernel opens comes after these.
for (let fd = 0; fd <= STDERR_FILENO; fd++) kernel.open('/dev/null', 2, 0);
const environment: Environment = {
  kernel,
  loop: loopStandIn(kernel),
  internalBinding,
  process: process as Environment['process'],
  primordials,
  global: globalThis,
  requireBuiltin: requireLibrary,
  shapes: {},
  unimplemented(name) {
    throw new Error(`not implemented: ${name}`);
  },
  exit: (code) => process.exit(code),
};

const program = process.argv[2]!;
const run = vm.compileFunction(readFileSync(program, 'utf8'), ['require', '__filename', 'module'], {
  filename: program,
});
Reflect.apply(run, undefined, [requireLibrary, program, { exports: {} }]);
