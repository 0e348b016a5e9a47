import type { Environment } from './environment.ts';

/**
 * Makes a thing once for each environment, as Node's `Environment` keeps its constructor templates: classes that several
 * bindings share must be the same objects within one process.
 */
export function perEnvironment<T>(create: (environment: Environment) => T): (environment: Environment) => T {
  const made = new WeakMap<Environment, { value: T }>();
  return (environment) => {
    let entry = made.get(environment);
    if (entry === undefined) {
      entry = { value: create(environment) };
      made.set(environment, entry);
    }
    return entry.value;
  };
}
