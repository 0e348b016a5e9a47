/** Objects that neither structuredClone nor `v8.serialize` copies, and how V8's error names them. */
import { types } from './bindings/types.ts';
import { proxyDetailsOf } from './tracked_proxy.ts';

const { getPrototypeOf } = Reflect;

/** Prototypes of objects whose state V8 keeps where its serializer does not look. */
const prototypes = new Set<object>(statefulPrototypes());

function* statefulPrototypes(): Generator<object> {
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const name of ['WeakRef', 'FinalizationRegistry', 'DisposableStack', 'AsyncDisposableStack']) {
    yield* prototypesIn({ [name]: scope[name] });
  }
  for (const name of ['Intl', 'Temporal']) yield* prototypesIn(scope[name]);
  const { Instance, Table, Global, Tag, Exception } = WebAssembly as unknown as Record<string, unknown>;
  yield* prototypesIn({ Instance, Table, Global, Tag, Exception });
  const iterators = [
    [].values(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
    (scope['Iterator'] as typeof Iterator)?.from?.({ next: ignore }),
  ];
  for (const iterator of iterators) if (iterator) yield getPrototypeOf(iterator) as object;
  const helper = ([].values() as { map?: (callback: () => unknown) => object }).map?.(ignore);
  if (helper) yield getPrototypeOf(helper) as object;
}

function ignore(): IteratorResult<unknown> {
  return { done: true, value: undefined };
}

function* prototypesIn(namespace: unknown): Generator<object> {
  if (typeof namespace !== 'object' || namespace === null) return;
  for (const name of Reflect.ownKeys(namespace)) {
    const constructor: unknown = Reflect.getOwnPropertyDescriptor(namespace, name)?.value;
    if (typeof constructor === 'function' && typeof constructor.prototype === 'object') yield constructor.prototype;
  }
}

/** Of objects that are nothing which is cloned in a way of its own. */
export function isUncloneable(object: object): boolean {
  if (typeof object === 'function' || proxyDetailsOf(object) !== undefined || object === globalThis) return true;
  if (
    types.isPromise(object) ||
    types.isWeakMap(object) ||
    types.isWeakSet(object) ||
    types.isGeneratorObject(object) ||
    types.isMapIterator(object) ||
    types.isSetIterator(object) ||
    types.isArgumentsObject(object) ||
    types.isSymbolObject(object)
  ) {
    return true;
  }
  for (let current = getPrototypeOf(object); current !== null; current = getPrototypeOf(current)) {
    if (prototypes.has(current)) return true;
  }
  return false;
}

/** The value of a data property wherever it is inherited from: no getter runs. */
function dataProperty(object: object, key: PropertyKey): unknown {
  for (let current: object | null = object; current !== null; current = getPrototypeOf(current)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(current, key);
    if (descriptor) return descriptor.value;
  }
  return undefined;
}

const functionText = Function.prototype.toString;
const objectText = Object.prototype.toString;

/** Object::NoSideEffectsToString of V8. */
export function describeUncloneable(value: unknown): string {
  if (typeof value === 'function') return functionText.call(proxyTarget(value));
  if (typeof value !== 'object' || value === null) return String(value);
  const object = proxyTarget(value);
  if (dataProperty(object, 'toString') === objectText) {
    const constructor = dataProperty(object, 'constructor');
    if (typeof constructor === 'function' && constructor.name !== '') return `#<${constructor.name}>`;
  }
  const tag = dataProperty(object, Symbol.toStringTag);
  return `[object ${typeof tag === 'string' ? tag : 'Object'}]`;
}

function proxyTarget(value: object): object {
  for (let current: object = value; ; ) {
    const target = proxyDetailsOf(current)?.target;
    if (!target) return current;
    current = target;
  }
}
