// biome-ignore-all lint/complexity/noThisInStatic: Promise.resolve's `this` is the class of whoever calls it
/**
 * The states of promises that are known without waiting: of those that `Promise.resolve` and `Promise.reject` make, and
 * of those whose maker records it. JavaScript cannot look into a promise, so all others pass for pending.
 */
import { showAsNative } from './source_transform/function_text.ts';
import { proxyDetailsOf } from './tracked_proxy.ts';

export const kPending = 0;
export const kFulfilled = 1;
export const kRejected = 2;

type Details = [state: number] | [state: number, value: unknown];

const Itself = function (promise: object): object {
  return promise;
} as unknown as new (
  promise: object,
) => object;

/** A private field of the promise itself, which nothing shows; a WeakMap takes ten times as long. */
class Settled extends Itself {
  #details: Details;

  constructor(promise: object, details: Details) {
    super(promise);
    this.#details = details;
  }

  static detailsOf(promise: object): Details | undefined {
    return #details in promise ? promise.#details : undefined;
  }
}

export function recordPromise(promise: object, state: typeof kFulfilled | typeof kRejected, value: unknown): void {
  if (Settled.detailsOf(promise) === undefined) new Settled(promise, [state, value]);
}

export function promiseDetailsOf(promise: object): Details {
  return Settled.detailsOf(promise) ?? [kPending];
}

const NativePromise = Promise;
const { resolve: nativeResolve, reject: nativeReject } = NativePromise;
const { apply, getPrototypeOf } = Reflect;
const { hasOwn, prototype: plain } = Object;

/** Is `value` surely no thenable? Its `then` must not be asked for a second time. */
function isSettling(value: unknown): boolean {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return true;
  if (proxyDetailsOf(value) !== undefined || hasOwn(value, 'then') || hasOwn(plain, 'then')) return false;
  const prototype = getPrototypeOf(value);
  return prototype === plain || (prototype === Array.prototype && !hasOwn(prototype, 'then'));
}

/** Of a class, whose code is strict: `this` stays what it is. */
class Known {
  static resolve(this: unknown, value?: unknown): unknown {
    const promise = apply(nativeResolve, this, [value]);
    if (this === NativePromise && isSettling(value)) new Settled(promise as object, [kFulfilled, value]);
    return promise;
  }

  static reject(this: unknown, reason?: unknown): unknown {
    const promise = apply(nativeReject, this, [reason]);
    if (this === NativePromise) new Settled(promise as object, [kRejected, reason]);
    return promise;
  }
}
Object.defineProperty(Known.resolve, 'length', { value: 1 });
Object.defineProperty(Known.reject, 'length', { value: 1 });
showAsNative(Known.resolve, 'resolve');
showAsNative(Known.reject, 'reject');

/** `Promise.resolve` as it is before a program changes it. */
export const isOwnResolve = (value: unknown): boolean => value === nativeResolve || value === Known.resolve;

/** Before `primordials` are filled, so that what Node's library makes is known as well. */
export function installPromiseStates(): void {
  for (const name of ['resolve', 'reject'] as const) {
    Object.defineProperty(NativePromise, name, { value: Known[name], writable: true, configurable: true });
  }
}
