/**
 * `Error.prepareStackTrace` (V8's): stack traces without the frames of this runtime, and with the names and columns that
 * the author wrote. A program that sets its own replaces this one, as it would replace the engine's.
 */
import { correctStackTrace } from './source_transform/stack_trace.ts';

/** Frames of scripts that came over the network, or from this repository in tests, are the runtime's own. */
const ownScript = /^(?:https?:|blob:|file:\/\/.*\/runtime-shims\/)/;

function header(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

function prepareStackTrace(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  const shown = sites.filter((site) => {
    const name = (site as unknown as { getScriptNameOrSourceURL(): string | null }).getScriptNameOrSourceURL();
    return !name || !ownScript.test(name);
  });
  const text = [header(error), ...shown.map((site) => `    at ${site}`)].join('\n');
  return correctStackTrace(text, (name) => !name.startsWith('node:'));
}

export function installStackTraceHook(): void {
  if (!('captureStackTrace' in Error)) return;
  Object.defineProperty(Error, 'prepareStackTrace', {
    value: prepareStackTrace,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
