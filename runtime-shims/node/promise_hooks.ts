/**
 * Promise hooks (`Isolate::SetPromiseHooks`): what V8 tells of each promise, told from `Promise` and its `then`, which are
 * replaced while somebody listens, and from `await` (awaited.ts). So promises that `new Promise`, its methods and `then`
 * make are told of from their begin to their end, and an `await` from its begin to its going on; those that only the
 * engine makes, of async functions, are not.
 */
import { isOwnResolve } from './promise_states.ts';

/** `parent`: of `init` alone, the promise whose `then` made this one. */
export type PromiseHook = (promise: object, parent?: object) => void;

export interface PromiseHooks {
  init: PromiseHook | undefined;
  before: PromiseHook | undefined;
  after: PromiseHook | undefined;
  settled: PromiseHook | undefined;
}

function rethrow(reason: unknown): never {
  throw reason;
}

type Settle = (value: unknown) => void;
type Executor = (resolve: Settle, reject: Settle) => void;
type Reaction = (value: unknown) => unknown;

const NativePromise = Promise;
const { prototype } = NativePromise;
const nativeThen = prototype.then;
const nativeResolve = NativePromise.resolve;
const { apply, construct } = Reflect;

/** Told what a hook throws: it is not the program's that made the promise. */
let fatal: (error: unknown) => void = rethrow;

let isListening = false;
let hooks: PromiseHooks = { init: undefined, before: undefined, after: undefined, settled: undefined };
export const currentPromiseHooks = (): PromiseHooks => hooks;

/** A promise is told of as settled once, whichever of its functions is called first. */
const settled = new WeakSet<object>();

function tellSettled(promise: object): void {
  if (settled.has(promise)) return;
  settled.add(promise);
  tell(hooks.settled, promise);
}

function tell(hook: PromiseHook | undefined, promise: object, parent?: object): void {
  try {
    hook?.(promise, parent);
  } catch (error) {
    fatal(error);
  }
}

function constructPromise(executor: unknown, newTarget: NewableFunction): object {
  if (typeof executor !== 'function') return construct(NativePromise, [executor], newTarget) as object;
  let resolve!: Settle;
  let reject!: Settle;
  const capture: Executor = (...functions) => {
    [resolve, reject] = functions;
  };
  const promise = construct(NativePromise, [capture], newTarget) as object;
  tell(hooks.init, promise);
  const telling =
    (settle: Settle): Settle =>
    (value) => {
      settle(value);
      tellSettled(promise);
    };
  const refuse = telling(reject);
  try {
    (executor as Executor)(telling(resolve), refuse);
  } catch (error) {
    refuse(error);
  }
  return promise;
}

/** A promise's `constructor` stays the engine's, for only with that is `await` as quick as without hooks. */
function hookedResolve(this: unknown, value?: unknown): unknown {
  const isOwn = this === HookedPromise && value instanceof NativePromise && value.constructor === NativePromise;
  return isOwn ? value : apply(nativeResolve, this, [value]);
}

const HookedPromise: PromiseConstructor = new Proxy(NativePromise, {
  construct: (_target, [executor], newTarget) =>
    constructPromise(executor, newTarget === HookedPromise ? NativePromise : (newTarget as NewableFunction)),
  get(target, key, receiver) {
    const value: unknown = Reflect.get(target, key, receiver);
    return isOwnResolve(value) ? hookedResolve : value;
  },
});

function hookedThen(this: Promise<unknown>, onFulfilled?: unknown, onRejected?: unknown): object {
  let child: object;
  const reacting =
    (given: unknown, otherwise: Reaction): Reaction =>
    (value) => {
      endAwait();
      tell(hooks.before, child);
      try {
        return (typeof given === 'function' ? (given as Reaction) : otherwise)(value);
      } finally {
        tellSettled(child);
        tell(hooks.after, child);
      }
    };
  const reactions = [reacting(onFulfilled, (value) => value), reacting(onRejected, rethrow)];
  child = apply(nativeThen, this, reactions) as object;
  tell(hooks.init, child, this);
  return child;
}
Object.defineProperty(hookedThen, 'name', { value: 'then' });
Object.defineProperty(hookedThen, 'length', { value: 2 });

/** The promise of the `await` whose function goes on now. */
let goingOn: object | undefined;
const ended = NativePromise.resolve();

function endAwait(): void {
  const promise = goingOn;
  goingOn = undefined;
  if (promise === undefined) return;
  tellSettled(promise);
  tell(hooks.after, promise);
}

/**
 * A function is about to await `promise`. As V8 does with hooks, a promise of its own stands for that; its function goes
 * on in the job behind the reaction that is added here. Whatever reaction comes next ends it.
 */
export function tellAwait(promise: object, isNew: boolean): void {
  if (isNew) tell(hooks.init, promise);
  const own = new NativePromise(() => {});
  tell(hooks.init, own, promise);
  const before = (): void => {
    endAwait();
    tell(hooks.before, own);
    goingOn = own;
    apply(nativeThen, ended, [endAwait]);
  };
  try {
    apply(nativeThen, promise, [before, before]);
  } catch {
    // Only inherits from Promise.prototype.
  }
}

/** Without any hook, all is as the engine made it. */
export function setPromiseHooks(
  global: { Promise: unknown },
  wanted: PromiseHooks,
  onError: (error: unknown) => void,
): void {
  fatal = onError;
  const before = isHooked(hooks);
  hooks = wanted;
  const after = isHooked(wanted);
  isListening = after;
  if (before === after) return;
  if (after) {
    global.Promise = HookedPromise;
    Object.defineProperty(prototype, 'then', { value: hookedThen, writable: true, configurable: true });
    return;
  }
  if (global.Promise === HookedPromise) global.Promise = NativePromise;
  if (prototype.then === (hookedThen as unknown)) {
    Object.defineProperty(prototype, 'then', { value: nativeThen, writable: true, configurable: true });
  }
}

export const arePromisesHooked = (): boolean => isListening;

const isHooked = ({ init, before, after, settled: end }: PromiseHooks): boolean =>
  [init, before, after, end].some((hook) => hook !== undefined);
