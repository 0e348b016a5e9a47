/**
 * Bindings that few programs need have scripts of their own, loaded on the first `internalBinding(name)`, so that they
 * cost nothing before. The build makes `binding-NAME.js` from `bindings/NAME.ts`; modules that the process already has
 * (shared_modules.ts) are not in it twice, for some of them hold state.
 */
import type { BindingFactory, Environment } from './environment.ts';
import { libraryOf } from './library.ts';
import { sharedModules } from './shared_modules.ts';

export const lazyBindings: readonly string[] = [
  'console_trace',
  'crypto',
  'http2',
  'loop_trace',
  'memory_limit',
  'sqlite',
  'tls_wrap',
  'wasi',
  'zlib',
];

export const scriptOfBinding = (name: string): string => `binding-${name}.js`;

/** What a lazy script and its process tell each other, on the global object while the script runs. */
export interface LazyBindingGlobals {
  __sharedModules?: Readonly<Record<string, object>>;
  __lazyBinding?: BindingFactory;
}

/** Loads the script of a binding, synchronously. */
export function loadLazyBinding(environment: Environment, name: string): BindingFactory {
  const globals = globalThis as LazyBindingGlobals;
  globals.__sharedModules = sharedModules;
  try {
    libraryOf(environment).loadScript(scriptOfBinding(name));
    if (!globals.__lazyBinding) throw new Error(`${scriptOfBinding(name)} did not bring its binding`);
    return globals.__lazyBinding;
  } finally {
    Reflect.deleteProperty(globals, '__sharedModules');
    Reflect.deleteProperty(globals, '__lazyBinding');
  }
}
