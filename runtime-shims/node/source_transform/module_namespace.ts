/**
 * Module namespace exotic objects (ECMA-262, 10.4.6) as a Proxy over a sealed object, and beside each a plain object of
 * the same getters for code that only reads `namespace.name`.
 */

const NativeProxy = Proxy;
const namespaces = new WeakSet<object>();

/** For `util.types.isModuleNamespaceObject`. */
export function isModuleNamespace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && namespaces.has(value);
}

/** Lookups of missing names end at an empty object, and instances keep V8's fast shape, unlike null-prototype ones. */
const FastNamespace = function Module(): void {} as unknown as new () => Record<string, unknown>;
// The constructor's name is what a stack trace shows for `namespace.f()`; the property itself must not be found.
FastNamespace.prototype = Object.create(null);

export function createFastNamespace(getters: ReadonlyMap<string, () => unknown>): Record<string, unknown> {
  const fast = new FastNamespace();
  for (const [name, get] of getters) Object.defineProperty(fast, name, { get, enumerable: true });
  return fast;
}

export function createNamespace(getters: ReadonlyMap<string, () => unknown>): object {
  const target: Record<PropertyKey, unknown> = Object.create(null);
  // By code units, as Array.prototype.sort does without a comparison.
  for (const name of [...getters.keys()].sort()) {
    Object.defineProperty(target, name, { value: undefined, writable: true, enumerable: true, configurable: false });
  }
  Object.defineProperty(target, Symbol.toStringTag, { value: 'Module' });
  Object.preventExtensions(target);
  const isExport = (key: PropertyKey): key is string => typeof key === 'string' && getters.has(key);
  const namespace: object = new NativeProxy(target, {
    get(_target, key) {
      if (typeof key === 'symbol') return key === Symbol.toStringTag ? 'Module' : undefined;
      return getters.get(key)?.();
    },
    getOwnPropertyDescriptor(_target, key) {
      if (isExport(key)) target[key] = getters.get(key)?.();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    set: () => false,
    defineProperty(_target, key, descriptor) {
      const current = Reflect.getOwnPropertyDescriptor(namespace, key);
      if (current === undefined) return false;
      if (descriptor.get !== undefined || descriptor.set !== undefined) return false;
      for (const name of ['configurable', 'enumerable', 'writable'] as const) {
        if (descriptor[name] !== undefined && descriptor[name] !== current[name]) return false;
      }
      return !('value' in descriptor) || Object.is(descriptor.value, current.value);
    },
    deleteProperty: (_target, key) => !isExport(key) && key !== Symbol.toStringTag,
  });
  namespaces.add(namespace);
  return namespace;
}
