/** Which natives the bindings implement: each binding is made in a bootstrapped environment and its functions looked at. */
import { createRequire } from 'node:module';
import type { BindingFactory } from '../environment.ts';
import { isUnimplemented } from '../from_shape.ts';
import { type LazyBindingGlobals, lazyBindings, scriptOfBinding } from '../lazy_bindings.ts';
import { NodeEnvironment } from '../main.ts';
import { writeLibraryFile } from './library_file.ts';
import type { NativeDump } from './native_facts.ts';
import { wasmFile } from './wasm_files.ts';
import { wrap } from './wrapper.ts';

export type KernelOfInspection = ConstructorParameters<typeof NodeEnvironment>[1];

/**
 * Names of the implemented functions by binding. Bootstrap replaces the globals of the thread that this runs in.
 * A function whose whole work is to refuse does not count.
 */
export function inspectBindings(dump: NativeDump, kernel: KernelOfInspection): Map<string, Set<string>> {
  const { library, ...facts } = dump;
  // Required before bootstrap replaces what `require` needs.
  const require = createRequire(import.meta.url);
  const lazy = new Map<string, BindingFactory>();
  for (const name of lazyBindings) lazy.set(scriptOfBinding(name), require(`../bindings/${name}.ts`).binding);
  const sources = Object.fromEntries(Object.entries(library).map(([id, source]) => [id, wrap(id, source)]));
  const assets = {
    library: writeLibraryFile({ facts: { ...facts, places: {}, preload: [] }, sources }),
    loadText(name: string): string {
      throw new Error(`${name}: all of the library is in its first file`);
    },
    loadScript(name: string) {
      const factory = lazy.get(name);
      if (factory) (globalThis as LazyBindingGlobals).__lazyBinding = factory;
    },
    loadBytes: wasmFile,
    startDigestWorker() {},
    startAnew() {},
  };
  const environment = new NodeEnvironment(assets, kernel);
  environment.bootstrap(true);
  const found = new Map<string, Set<string>>();
  for (const name of Object.keys(dump.shapes)) {
    const binding = environment.internalBinding(name);
    const functions = Object.entries(binding).filter(
      ([, value]) => typeof value === 'function' && !isUnimplemented(value),
    );
    found.set(name, new Set(functions.map(([native]) => native)));
  }
  return found;
}
