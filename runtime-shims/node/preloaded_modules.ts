/**
 * Modules that nearly every program loads, loaded before there is a program: native node has most of them in its
 * snapshot. None looks at the process when it is loaded, but `net`, which takes two options then.
 */
import type { Library } from './library.ts';

const familyOptions = '--network-family-autoselection';

interface Net {
  setDefaultAutoSelectFamily(value: boolean): void;
  setDefaultAutoSelectFamilyAttemptTimeout(milliseconds: number): void;
}

/** After bootstrap, before the Worker has a process. */
export function preloadModules(library: Library): void {
  // Before stream/promises, which requires it in its midst: `stream` would keep exports that are replaced later.
  library.requireBuiltin('stream');
  for (const id of library.facts.preload) library.requireBuiltin(id);
}

/** Makes good what a module took for the value of an option when it was preloaded. */
export function applyOptions(library: Library, values: Readonly<Record<string, unknown>>): void {
  const { preload, values: defaults } = library.facts;
  const changed = defaults.some(([name, value]) => name.startsWith(familyOptions) && values[name] !== value);
  if (!changed || !preload.includes('net')) return;
  const net = library.requireBuiltin('net') as Net;
  net.setDefaultAutoSelectFamily(values[familyOptions] as boolean);
  net.setDefaultAutoSelectFamilyAttemptTimeout(Number(values[`${familyOptions}-attempt-timeout`]));
}
