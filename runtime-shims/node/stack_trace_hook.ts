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
/** The library's own `Error.prepareStackTrace`, which only formats. */
let libraryDefault: PrepareStackTrace | undefined;
/** What a program put in its place. */
let programs: unknown;
/** While the library's callback runs, which asks for a program's own function, ours must not be found. */
let inside = false;

/** Sees the frames of the stack that is being made into text. */
let observer: ((sites: readonly NodeJS.CallSite[]) => void) | undefined;

/** The frames of an error whose `stack` has not been read yet; reading it is what makes V8 tell them. */
export function callSitesOf(error: { stack?: unknown }): readonly NodeJS.CallSite[] {
  let found: readonly NodeJS.CallSite[] = [];
  const before = programs;
  programs = undefined;
  observer = (sites) => {
    found = sites;
  };
  try {
    void error.stack;
  } finally {
    observer = undefined;
    programs = before;
  }
  return found;
}

function plain(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  return [Error.prototype.toString.call(error), ...sites.map((site) => `    at ${site}`)].join('\n');
}

/** Functions of the library that are generators here (library/patches.ts). */
const libraryGenerators = /^node:internal\/(?:process\/task_queues|timers)$/;

/** Without the runtime's own frames, and without the steps of generators that lie between those. */
function programSites(sites: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  let isLoop = false;
  return sites.filter((site) => {
    const name = (site as unknown as { getScriptNameOrSourceURL(): string | null }).getScriptNameOrSourceURL();
    if (!name) return !isLoop || site.getFunctionName() !== 'next';
    const isOwn = ownScript.test(name);
    isLoop = isOwn || libraryGenerators.test(name);
    return !isOwn;
  });
}

function prepareStackTrace(error: unknown, sites: readonly NodeJS.CallSite[]): unknown {
  const shown = programSites(sites);
  observer?.(shown);
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

/** To be called again when bootstrap has put the library's function in its place: natively V8 asks the callback first. */
export function installStackTraceHook(): void {
  if (!('captureStackTrace' in Error)) return;
  const current = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value as unknown;
  if (typeof current === 'function') {
    libraryDefault = current as PrepareStackTrace;
    Object.defineProperty(prepareStackTrace, 'name', { value: current.name, configurable: true });
  }
  Object.defineProperty(Error, 'prepareStackTrace', {
    get: () => programs ?? (inside ? libraryDefault : prepareStackTrace),
    set(value: unknown) {
      programs = value === prepareStackTrace ? undefined : value;
    },
    enumerable: false,
    configurable: true,
  });
}
