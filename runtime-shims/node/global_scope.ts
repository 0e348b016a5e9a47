/** Takes the browser's own names off the global object: a Node program must find Node's, and `typeof window` undefined. */

/**
 * After bootstrap: what Node puts in the place of a browser's own is not to come to light when a program deletes it, nor
 * to be found by whoever makes an object of the same prototype. `replaced`: the names of native node's global object.
 */
export function removeReplacedGlobals(replaced: readonly string[]): void {
  let object: object | null = Object.getPrototypeOf(globalThis);
  for (; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    if (Object.hasOwn(object, 'addEventListener')) continue;
    for (const name of Object.getOwnPropertyNames(object)) {
      if (name !== 'constructor' && replaced.includes(name)) Reflect.deleteProperty(object, name);
    }
  }
}

/** `allowed`: the names of native node's global object. Node's library puts its own in place of those it defines. */
export function removeBrowserGlobals(allowed: readonly string[]): void {
  const scope = globalThis as unknown as { WorkerGlobalScope?: unknown };
  // In tests under Node itself there is nothing to remove.
  if (typeof scope.WorkerGlobalScope !== 'function') return;
  const keep = new Set<string | symbol>(allowed);
  const shadowed: PropertyKey[] = [];
  for (
    let object: object | null = globalThis;
    object && object !== Object.prototype;
    object = Object.getPrototypeOf(object)
  ) {
    const isEventTarget = Object.hasOwn(object, 'addEventListener') && object !== globalThis;
    for (const name of Reflect.ownKeys(object)) {
      // EventTarget.prototype serves the browser's ports and signals as well: it stays.
      if (keep.has(name) || name === 'constructor') continue;
      if (isEventTarget || !Reflect.deleteProperty(object, name)) shadowed.push(name);
    }
  }
  // What must stay where it is, is hidden by a property nearer to the global object, which no enumeration shows; what
  // cannot be hidden there (constants of the nearest itself), by one of the global object.
  const hidden = { value: undefined, writable: true, configurable: true, enumerable: false };
  const nearest = Object.getPrototypeOf(globalThis) as object;
  for (const name of shadowed)
    if (typeof name === 'string')
      Object.defineProperty(Object.hasOwn(nearest, name) ? globalThis : nearest, name, hidden);
}
