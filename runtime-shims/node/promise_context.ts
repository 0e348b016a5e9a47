/**
 * The async context (AsyncLocalStorage) across promises. V8 keeps it with each reaction of a promise; a page cannot reach
 * that. But whoever adds a reaction to a promise, `await` as well as `then`, first asks for the promise's `constructor`
 * (ECMA-262 PromiseResolve and SpeciesConstructor). Asked, it is an accessor here that adds a reaction of its own in
 * front of the one to come: a job that makes the context of now current again, run right before that other job.
 *
 * So no tick is added. What it does not see, `await` of what is no promise of the class itself, becomes one by the
 * rewriting of `await` (awaited.ts).
 */
const NativePromise = Promise;
const nativeThen = Promise.prototype.then;
const settled = Promise.resolve();
const { apply, defineProperty } = Reflect;

export interface ContextSlot {
  frame: unknown;
}

let isAsking = false;
/** The slot of the process, from the first context on. */
let followed: ContextSlot | undefined;

function follow(promise: object, slot: ContextSlot): void {
  const { frame } = slot;
  const restore = (): void => {
    slot.frame = frame;
  };
  isAsking = true;
  try {
    apply(nativeThen, promise, [restore, restore]);
  } catch {
    // Only inherits from Promise.prototype: there will be no reaction.
  } finally {
    isAsking = false;
  }
}

/** Has the next job see the context of now, as it calls the `then` of a thenable. */
export function keepContextForNextJob(): void {
  if (followed !== undefined) follow(settled, followed);
}

export const areContextsFollowed = (): boolean => followed !== undefined;

/** From the first context on: programs without one pay nothing. */
export function followContextsOfPromises(slot: ContextSlot): void {
  followed = slot;
  let replaced: unknown;
  let isReplaced = false;
  const get = function (this: unknown): unknown {
    if (!isAsking && typeof this === 'object' && this !== null && this !== NativePromise.prototype) follow(this, slot);
    return isReplaced ? replaced : NativePromise;
  };
  const set = function (this: unknown, value: unknown): void {
    if (this === NativePromise.prototype) {
      replaced = value;
      isReplaced = true;
    } else if (typeof this === 'object' && this !== null) {
      defineProperty(this, 'constructor', { value, writable: true, enumerable: true, configurable: true });
    }
  };
  defineProperty(NativePromise.prototype, 'constructor', { get, set, enumerable: false, configurable: true });
}
