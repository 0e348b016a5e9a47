/**
 * `npm run bindings [-- --write FILE]`: what of Node's native side exists here. Each binding's factory is run over a real
 * kernel and its result is compared with the shape of the native one (library/dump_facts.ts). Prints a Markdown table, or
 * writes it into FILE.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attachKernel, createKernel } from '../runtime-shims/kernel/attach.ts';
import { buildKernel } from '../runtime-shims/kernel/build.ts';
import { bindings } from '../runtime-shims/node/bindings/index.ts';
import { parseCommandLine, setCommandLine } from '../runtime-shims/node/command_line.ts';
import type { Binding, BindingShape, Environment, NativeShape } from '../runtime-shims/node/environment.ts';
import { EventLoop } from '../runtime-shims/node/event_loop.ts';
import { nativeDump } from '../runtime-shims/node/library/build.ts';
import type { NativeFacts } from '../runtime-shims/node/library/native_facts.ts';
import { type Library, setLibrary } from '../runtime-shims/node/library.ts';
import { libraryCallbacksOf } from '../runtime-shims/node/library_callbacks.ts';

const self = fileURLToPath(import.meta.url);
const root = join(self, '../..');
const facts: NativeFacts = { ...nativeDump(), places: {} };

/** A function that does nothing but refuse, by its text: those that `from_shape.ts` makes, and those written out. */
const refusal = /^[^{]*?(?:=>|\{)\s*(?:return\s+)?(?:this\.)?#?environment\.unimplemented\([^;]*\);?\s*\}?$/;

type AnyFunction = (...values: unknown[]) => unknown;

function isImplemented(value: unknown): boolean {
  return typeof value === 'function' && !refusal.test(Function.prototype.toString.call(value));
}

/** A property's value without running a getter: on a prototype it would have no receiver. */
function valueIn(object: object, name: string): unknown {
  for (let holder: object | null = object; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor) return 'value' in descriptor ? descriptor.value : descriptor.get;
  }
  return undefined;
}

class Comparison {
  implemented = 0;
  readonly missing: string[] = [];

  /** Counts the functions of `shape`, and the methods of its classes, by whether `ours` has them. */
  compare(shape: Record<string, NativeShape>, ours: object | null, path: string): void {
    for (const [name, native] of Object.entries(shape)) {
      const value = ours && valueIn(ours, name);
      if (native.kind === 'object') {
        this.compare(native.properties, typeof value === 'object' ? value : null, `${path}${name}.`);
      } else if (native.kind === 'function') {
        this.#function(native, value, `${path}${name}`);
      }
    }
  }

  #function(native: NativeShape & { kind: 'function' }, value: unknown, path: string): void {
    const exists = isImplemented(value);
    this.#count(exists, path);
    // A class that is missing is one entry in the list of names, however many methods it has.
    const prototype = exists ? ((value as AnyFunction).prototype as object | undefined) : undefined;
    for (const [name, method] of Object.entries(native.prototype ?? {})) {
      if (method.kind !== 'function') continue;
      const implemented = prototype !== undefined && isImplemented(valueIn(prototype, name));
      this.#count(implemented, exists ? `${path}.${name}` : undefined);
    }
  }

  #uncounted = 0;

  #count(implemented: boolean, path: string | undefined): void {
    if (implemented) this.implemented += 1;
    else if (path === undefined) this.#uncounted += 1;
    else this.missing.push(path);
  }

  get missingCount(): number {
    return this.missing.length + this.#uncounted;
  }
}

/** An environment that bindings can be made in; nothing is run in it. */
async function createEnvironment(): Promise<Environment> {
  await buildKernel(join(root, 'dist/kernel'));
  const module = await WebAssembly.compile(readFileSync(join(root, 'dist/kernel/kernel.wasm')));
  const first = createKernel(module, { maximumBytes: 1 << 26 });
  const kernel = attachKernel(module, first.memory);
  kernel.adopt(1);
  const require = createRequire(import.meta.url);
  const { primordials } = require('internal/test/binding') as { primordials: Record<string, unknown> };
  const made = new Map<string, Binding>();
  const environment: Environment = {
    kernel,
    get loop() {
      return loop;
    },
    internalBinding(name) {
      const binding = made.get(name) ?? bindings[name]?.(environment);
      if (!binding) throw new Error(`No such binding: ${name}`);
      made.set(name, binding);
      return binding;
    },
    process: process as Environment['process'],
    primordials,
    global: globalThis,
    requireBuiltin: require,
    shapes: facts.shapes,
    unimplemented(name) {
      throw new Error(name);
    },
    exit: (code) => process.exit(code),
  };
  const loop = new EventLoop(kernel, libraryCallbacksOf(environment), (error) => {
    throw error;
  });
  setLibrary(environment, { facts, sources: () => ({}) } as unknown as Library);
  setCommandLine(environment, parseCommandLine(facts, [], undefined));
  return environment;
}

/** How many names a row shows before it says how many more there are. */
const LONGEST_LIST = 12;

function row(name: string, shape: BindingShape, binding: Binding | null): { text: string; comparison: Comparison } {
  const comparison = new Comparison();
  comparison.compare(shape, binding, '');
  const { missing } = comparison;
  const shown = missing.slice(0, LONGEST_LIST).map((path) => `\`${path}\``);
  if (missing.length > LONGEST_LIST) shown.push(`and ${missing.length - LONGEST_LIST} more`);
  const names = binding ? shown.join(', ') : 'all: there is no such binding yet';
  return { text: `| ${name} | ${comparison.implemented} | ${comparison.missingCount} | ${names} |`, comparison };
}

async function table(): Promise<string> {
  const environment = await createEnvironment();
  const rows: string[] = [];
  let implemented = 0;
  let missing = 0;
  for (const [name, shape] of Object.entries(facts.shapes)) {
    const binding = Object.hasOwn(bindings, name) ? environment.internalBinding(name) : null;
    const { text, comparison } = row(name, shape, binding);
    rows.push(text);
    implemented += comparison.implemented;
    missing += comparison.missingCount;
  }
  const total = implemented + missing;
  return `# Bindings

Node's library stands on native functions. Of the ${total} that Node ${facts.process.version} has (functions of its
internal bindings and methods of their classes), ${implemented} (${((100 * implemented) / total).toFixed(0)} %) are implemented here. What is
missing throws \`ERR_FEATURE_UNAVAILABLE_ON_PLATFORM\` naming itself when it is called. Made by \`npm run bindings -- --write
BINDINGS.md\`, which compares what each binding's factory returns with the native binding's shape.

| binding | implemented | missing | which |
|---|--:|--:|---|
${rows.join('\n')}
`;
}

if (process.execArgv.includes('--expose-internals')) {
  const text = await table();
  const at = process.argv.indexOf('--write');
  if (at < 0) process.stdout.write(text);
  else writeFileSync(process.argv[at + 1] ?? join(root, 'BINDINGS.md'), text);
} else {
  // The primordials of the running node stand in for those that its library makes at start.
  const parameters = ['--expose-internals', '--no-warnings', self, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, parameters, { stdio: 'inherit' }).status ?? 1;
}
