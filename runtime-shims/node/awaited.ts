/**
 * What `await x` becomes in a program's text: `await $mod.a((x))`. While somebody follows promises, a context
 * (promise_context.ts) or a hook (promise_hooks.ts), that is the promise that the engine would make of `x` itself
 * (ECMA-262 Await, step 2), which takes no tick more; otherwise it is `x`.
 */
import { areContextsFollowed, keepContextForNextJob } from './promise_context.ts';
import { arePromisesHooked, tellAwait } from './promise_hooks.ts';

const NativePromise = Promise;
const { prototype, resolve: nativeResolve } = NativePromise;
const { apply, getPrototypeOf } = Reflect;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export function awaited(value: unknown): unknown {
  const isHooked = arePromisesHooked();
  if (!isHooked && !areContextsFollowed()) return value;
  const isPromise = isObject(value) && getPrototypeOf(value) === prototype;
  if (isObject(value) && !isPromise) keepContextForNextJob();
  const promise = isPromise ? value : (apply(nativeResolve, NativePromise, [value]) as object);
  if (isHooked) tellAwait(promise, !isPromise);
  return promise;
}

type Method = (...values: unknown[]) => unknown;

/** The engine's own, of all asynchronous generators: it awaits what it is given before the generator's `finally`. */
const generatorReturn: unknown = (async function* () {})().return;

/** What `for await` goes over: an iterator may answer with what is no promise, which is awaited as any other. */
export function awaitedIterable(iterable: unknown): unknown {
  if (iterable === undefined || iterable === null || !(arePromisesHooked() || areContextsFollowed())) return iterable;
  const method = (iterable as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
  // A synchronous iterator's results become promises anyway, and what is neither is the engine's to refuse.
  if (typeof method !== 'function') return iterable;
  return { [Symbol.asyncIterator]: () => awaitedIterator(apply(method, iterable, [])) };
}

function awaitedIterator(iterator: unknown): unknown {
  const { next } = iterator as { next?: Method };
  if (!isObject(iterator) || typeof next !== 'function') return iterator;
  return {
    next: (...values: unknown[]) => awaited(apply(next, iterator, values)),
    get return(): Method | undefined {
      const method = (iterator as { return?: Method }).return;
      if (method === undefined) return undefined;
      return (...values) =>
        awaited(apply(method, iterator, method === generatorReturn ? [awaited(undefined)] : values));
    },
  };
}
