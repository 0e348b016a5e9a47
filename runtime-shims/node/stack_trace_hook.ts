/**
 * `Error.prepareStackTrace` (V8's): stack traces without the frames of this runtime, and with the names and columns that
 * the author wrote. A program that sets its own replaces this one, as it would replace the engine's.
 */
import { correctStackTrace } from './source_transform/stack_trace.ts';

type PrepareStackTrace = (error: unknown, sites: readonly NodeJS.CallSite[]) => unknown;
/** The library's callback (lib/internal/errors.js): names of Node's errors with their codes, overridden traces. */
export type LibraryCallback = (scope: unknown, error: unknown, sites: readonly NodeJS.CallSite[]) => unknown;

/** Frames of scripts that came over the network, or from this repository in tests, are the runtime's own. */
const ownScript = /^(?:https?:|blob:|file:\/\/.*\/runtime-shims\/)/;

let libraryCallback: LibraryCallback | undefined;
let programs: PrepareStackTrace | undefined;
/** While the library's callback runs, which asks for a program's own function, ours must not be found. */
let inside = false;

function plain(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  return [Error.prototype.toString.call(error), ...sites.map((site) => `    at ${site}`)].join('\n');
}

function prepareStackTrace(error: unknown, sites: readonly NodeJS.CallSite[]): unknown {
  const shown = sites.filter((site) => {
    const name = (site as unknown as { getScriptNameOrSourceURL(): string | null }).getScriptNameOrSourceURL();
    return !name || !ownScript.test(name);
  });
  inside = true;
  try {
    const text = libraryCallback ? libraryCallback(globalThis, error, shown) : plain(error, shown);
    return typeof text === 'string' ? correctStackTrace(text, (name) => !name.startsWith('node:')) : text;
  } finally {
    inside = false;
  }
}

export function setLibraryStackTraceCallback(callback: LibraryCallback): void {
  libraryCallback = callback;
}

export function installStackTraceHook(): void {
  if (!('captureStackTrace' in Error)) return;
  Object.defineProperty(Error, 'prepareStackTrace', {
    get: () => programs ?? (inside ? undefined : prepareStackTrace),
    set(value: unknown) {
      programs = typeof value === 'function' && value !== prepareStackTrace ? (value as PrepareStackTrace) : undefined;
    },
    enumerable: false,
    configurable: true,
  });
}
