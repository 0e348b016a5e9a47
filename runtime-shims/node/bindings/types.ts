/** `util.types` (src/node_types.cc): what a value is by its internal slots, not by its prototype or toStringTag. */
import type { BindingFactory } from '../environment.ts';
import { isExternal } from '../external.ts';
import { countBirthPrototype, installSlotHolders, mayHold } from '../slot_holders.ts';
import { isModuleNamespace } from '../source_transform/module_namespace.ts';
import { installTrackedProxy, proxyDetailsOf } from '../tracked_proxy.ts';

type Check = (value: unknown) => boolean;
type Method = (this: unknown, ...args: unknown[]) => unknown;

const { apply, getPrototypeOf } = Reflect;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * A method that reads an internal slot throws for a receiver without it, and for nothing else. `prototype`: what objects
 * with the slot are born with.
 */
function hasSlot(prototype: object, method: unknown, args: unknown[] = []): Check {
  const read = method as Method;
  const births = new Set([prototype]);
  countBirthPrototype(prototype);
  return (value) => {
    if (!isObject(value) || !mayHold(value, births)) return false;
    try {
      apply(read, value, args);
      return true;
    } catch {
      return false;
    }
  };
}

const getter = (prototype: object, name: PropertyKey): unknown =>
  Object.getOwnPropertyDescriptor(prototype, name)?.get as unknown;

/** A key that no collection holds, so that `has` only looks at the receiver. */
const ABSENT = {};

const isMap = hasSlot(Map.prototype, getter(Map.prototype, 'size'));
const isSet = hasSlot(Set.prototype, getter(Set.prototype, 'size'));
const isWeakMap = hasSlot(WeakMap.prototype, WeakMap.prototype.has, [ABSENT]);
const isWeakSet = hasSlot(WeakSet.prototype, WeakSet.prototype.has, [ABSENT]);
const isDate = hasSlot(Date.prototype, Date.prototype.getTime);
const isArrayBuffer = hasSlot(ArrayBuffer.prototype, getter(ArrayBuffer.prototype, 'byteLength'));
const isSharedArrayBuffer =
  typeof SharedArrayBuffer === 'function'
    ? hasSlot(SharedArrayBuffer.prototype, getter(SharedArrayBuffer.prototype, 'byteLength'))
    : () => false;
const isNumberObject = hasSlot(Number.prototype, Number.prototype.valueOf);
const isStringObject = hasSlot(String.prototype, String.prototype.valueOf);
const isBooleanObject = hasSlot(Boolean.prototype, Boolean.prototype.valueOf);
const isBigIntObject = hasSlot(BigInt.prototype, BigInt.prototype.valueOf);
const isSymbolObject = hasSlot(Symbol.prototype, Symbol.prototype.valueOf);
const boxPrototypes = new Set<object | null>(
  [Number, String, Boolean, BigInt, Symbol].map(({ prototype }) => prototype as object),
);

const objectToString = Object.prototype.toString;

/**
 * Object.prototype.toString names Arguments and Error by their slots, unless a toStringTag hides it; then the tag is
 * shadowed on the object itself for the length of the call, if that can be done.
 */
function builtinTag(value: object): string {
  if (!(Symbol.toStringTag in value) || proxyDetailsOf(value) !== undefined) return apply(objectToString, value, []);
  if (!Object.isExtensible(value) || Object.hasOwn(value, Symbol.toStringTag)) return '';
  Object.defineProperty(value, Symbol.toStringTag, { value: undefined, configurable: true });
  try {
    return apply(objectToString, value, []);
  } finally {
    Reflect.deleteProperty(value, Symbol.toStringTag);
  }
}

const isErrorSlot = (Error as unknown as { isError?: Check }).isError;

/** DOMException has the slot of an error in engines that know Error.isError; in Node it is no native error. */
function isNativeError(value: unknown): boolean {
  if (!isObject(value) || proxyDetailsOf(value) !== undefined) return false;
  if (isErrorSlot === undefined) return builtinTag(value) === '[object Error]';
  return isErrorSlot(value) && !isDOMException(value);
}

const isDOMException =
  typeof DOMException === 'function'
    ? hasSlot(DOMException.prototype, getter(DOMException.prototype, 'code'))
    : () => false;

const promiseThen = Promise.prototype.then;
const promiseResolve = Promise.resolve;
const ignore = (): void => {};

/**
 * `Promise.resolve` gives back the very object it was given when that is a promise of the receiver, and does nothing
 * else with it: no reaction is added, so a rejected promise stays unhandled. What only inherits from Promise.prototype
 * gets a new promise, rejected by `then`'s check of its receiver.
 */
function isPromise(value: unknown): boolean {
  if (!(value instanceof Promise) || proxyDetailsOf(value) !== undefined) return false;
  const { constructor } = value;
  if (typeof constructor !== 'function') return true;
  try {
    const promise = apply(promiseResolve, constructor, [value]) as Promise<unknown>;
    if (promise === value) return true;
    apply(promiseThen, promise, [ignore, ignore]);
  } catch {
    // The class of an object that only inherits from Promise.prototype may refuse anything.
  }
  return false;
}

const hasRegExpSource = hasSlot(RegExp.prototype, getter(RegExp.prototype, 'source'));
/** The getter answers for RegExp.prototype too, which has no slot. */
const isRegExp = (value: unknown): boolean => value !== RegExp.prototype && hasRegExpSource(value);

const mapIteratorPrototype = getPrototypeOf(new Map().entries()) as object;
const setIteratorPrototype = getPrototypeOf(new Set().entries()) as object;
const generatorPrototypes = [
  getPrototypeOf(function* () {}.prototype as object),
  getPrototypeOf(async function* () {}.prototype as object),
];
const asyncFunctionPrototypes = [getPrototypeOf(async () => {}), getPrototypeOf(async function* () {})];
const generatorFunctionPrototypes = [getPrototypeOf(function* () {}), getPrototypeOf(async function* () {})];

/** `next` would advance them, so these go by their prototype, which programs do not change on iterators. */
const inherits =
  (...prototypes: (object | null)[]): Check =>
  (value) => {
    if (!isObject(value) || proxyDetailsOf(value) !== undefined) return false;
    if (prototypes.includes(value)) return false;
    for (let current = getPrototypeOf(value); current !== null; current = getPrototypeOf(current)) {
      if (prototypes.includes(current)) return true;
    }
    return false;
  };

const functionOf = (...prototypes: (object | null)[]): Check => {
  const inheritsFrom = inherits(...prototypes);
  return (value) => typeof value === 'function' && inheritsFrom(value);
};

/** The checks by themselves, for the other bindings. */
export const types = {
  isArgumentsObject: (value: unknown): boolean =>
    isObject(value) && typeof value !== 'function' && builtinTag(value) === '[object Arguments]',
  isArrayBuffer,
  isAsyncFunction: functionOf(...asyncFunctionPrototypes),
  isBigIntObject,
  isBooleanObject,
  isDate,
  isExternal,
  isGeneratorFunction: functionOf(...generatorFunctionPrototypes),
  isGeneratorObject: inherits(...generatorPrototypes),
  isMap,
  isMapIterator: inherits(mapIteratorPrototype),
  isModuleNamespaceObject: isModuleNamespace,
  isNativeError,
  isNumberObject,
  isPromise,
  isProxy: (value: unknown): boolean => proxyDetailsOf(value) !== undefined,
  isRegExp,
  isSet,
  isSetIterator: inherits(setIteratorPrototype),
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isWeakMap,
  isWeakSet,
  isAnyArrayBuffer: (value: unknown): boolean => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isBoxedPrimitive: (value: unknown): boolean =>
    isObject(value) &&
    mayHold(value, boxPrototypes) &&
    (isNumberObject(value) ||
      isStringObject(value) ||
      isBooleanObject(value) ||
      isBigIntObject(value) ||
      isSymbolObject(value)),
};

export const binding: BindingFactory = (environment) => {
  installTrackedProxy(environment.global);
  installSlotHolders();
  return { ...types };
};
