/** The services of code that has no scope of its own for them: a property of the global object, not enumerable. */
import type { ScriptServices } from './script_edits.ts';

let count = 0;

/** A name that no other code uses and that `source` does not contain. */
export function globalServicesName(source = ''): string {
  let name = `$mod${count++}`;
  while (source.includes(name)) name += '$';
  return name;
}

export function globalServices(global: object, services: ScriptServices, name = globalServicesName()): string {
  Object.defineProperty(global, name, { value: services, configurable: true, enumerable: false });
  return name;
}
