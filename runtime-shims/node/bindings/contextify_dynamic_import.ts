/** `import()` from scripts, functions and modules: src/module_wrap.cc, ImportModuleDynamically. */
import type { Environment } from '../environment.ts';

type ImportCallback = (
  referrer: symbol,
  specifier: string,
  phase: number,
  attributes: Record<string, string>,
  referrerName: string,
) => Promise<unknown>;

export const kSourcePhase = 1;
export const kDeferPhase = 2;
export const kEvaluationPhase = 3;

const callbacks = new WeakMap<Environment, ImportCallback>();

export function setImportModuleDynamicallyCallback(environment: Environment, callback: ImportCallback): void {
  callbacks.set(environment, callback);
}

/** Options of `import(specifier, { with: … })`, checked as EvaluateImportCall does. */
function importAttributes(options: unknown): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  if (options === undefined) return attributes;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The second argument of import() must be an object');
  }
  const given: unknown = (options as { with?: unknown }).with;
  if (given === undefined) return attributes;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError("The 'with' option must be an object");
  }
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw new TypeError('Import attribute value must be a string');
    attributes[key] = value;
  }
  return attributes;
}

/** What replaces the keyword in the code of one referrer. */
export function dynamicImport(environment: Environment, referrer: symbol, referrerName: string) {
  // Not async: the callback's own promise must be the result, or handlers run two ticks later than natively.
  const importIn =
    (phase: number) =>
    (specifier: unknown, options?: unknown): Promise<unknown> => {
      try {
        const callback = callbacks.get(environment);
        if (callback === undefined) throw new TypeError('import() is not available before the module loader');
        return callback(referrer, `${specifier}`, phase, importAttributes(options), referrerName);
      } catch (error) {
        return Promise.reject(error);
      }
    };
  return Object.assign(importIn(kEvaluationPhase), { source: importIn(kSourcePhase) });
}
