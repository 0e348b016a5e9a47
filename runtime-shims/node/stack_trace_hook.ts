/**
 * `Error.prepareStackTrace` (V8's): stack traces without the frames of this runtime, and with the names and columns that
 * the author wrote. A program that sets its own replaces this one, as it would replace the engine's.
 */
import { correctCallSite } from './source_transform/call_site.ts';

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
let observer: ((shown: readonly NodeJS.CallSite[], whole: readonly NodeJS.CallSite[]) => void) | undefined;

/** The frames of an error whose `stack` has not been read yet; reading it is what makes V8 tell them. */
export function callSitesOf(error: { stack?: unknown }): readonly NodeJS.CallSite[] {
  let found: readonly NodeJS.CallSite[] = [];
  observeStack(error, (shown) => {
    found = shown;
  });
  return found;
}

/** Likewise, with the runtime's own frames. */
export function wholeStackOf(error: { stack?: unknown }): readonly NodeJS.CallSite[] {
  let found: readonly NodeJS.CallSite[] = [];
  observeStack(error, (_shown, whole) => {
    found = whole;
  });
  return found;
}

function observeStack(error: { stack?: unknown }, observe: NonNullable<typeof observer>): void {
  const before = programs;
  programs = undefined;
  observer = observe;
  try {
    void error.stack;
  } finally {
    observer = undefined;
    programs = before;
  }
}

function plain(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  return [Error.prototype.toString.call(error), ...sites.map((site) => `    at ${site}`)].join('\n');
}

/** Functions of the library that are generators here (library/patches.ts). */
const libraryGenerators = /^node:internal\/(?:process\/task_queues|timers)$/;

/** Natives through which the runtime's own code runs the program's. */
const steps: readonly (string | null)[] = ['next', 'eval'];

/** Without the runtime's own frames, and without the steps of generators behind those and behind bodies of modules. */
function programSites(sites: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  let isStepped = false;
  const shown = sites.filter((site) => {
    const name = (site as unknown as { getScriptNameOrSourceURL(): string | null }).getScriptNameOrSourceURL();
    if (!name) return !isStepped || !steps.includes(site.getFunctionName());
    const isOwn = ownScript.test(name);
    isStepped = isOwn || libraryGenerators.test(name) || site.getFunctionName() === 'eval';
    return !isOwn;
  });
  return shown.map(correctCallSite);
}

function prepareStackTrace(error: unknown, sites: readonly NodeJS.CallSite[]): unknown {
  // The engine formats one stack at a time: a program's own function calls the one that was there before it, as Babel's.
  if (inside) return (libraryDefault ?? plain)(error, sites);
  const shown = programSites(sites);
  observer?.(shown, sites);
  inside = true;
  try {
    return libraryCallback ? libraryCallback(globalThis, error, shown) : plain(error, shown);
  } finally {
    inside = false;
  }
}

/** A program's function is called through the library's callback, as natively, and so with the frames that it may see. */
const programsOwn = new WeakMap<WeakKey, unknown>();
let lastOutside: { own: unknown; shown: unknown } | undefined;

const ownOf = (value: unknown): unknown => (typeof value === 'function' ? programsOwn.get(value) : undefined) ?? value;

/** What the engine finds, and the program, which cannot be told from it here. */
function outside(): unknown {
  if (typeof programs !== 'function') return programs ?? prepareStackTrace;
  if (lastOutside?.own !== programs) {
    const own = programs as PrepareStackTrace;
    const shown = (error: unknown, sites: readonly NodeJS.CallSite[]): unknown => {
      // Called by the function that took its place, whose frames are the program's already.
      if (inside) return own(error, sites);
      const before = programs;
      programs = own;
      try {
        return prepareStackTrace(error, sites);
      } finally {
        programs = before;
      }
    };
    Object.defineProperty(shown, 'name', { value: own.name, configurable: true });
    programsOwn.set(shown, own);
    lastOutside = { own, shown };
  }
  return lastOutside.shown;
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
    get: () => (inside ? (programs ?? libraryDefault) : outside()),
    set(value: unknown) {
      programs = value === prepareStackTrace ? undefined : ownOf(value);
    },
    enumerable: false,
    configurable: true,
  });
}
