/**
 * The states of promises that are known without waiting. JavaScript cannot look into a promise, so all others are shown
 * as pending by util.inspect; whoever settles one that matters for display records it here.
 */
export const kPending = 0;
export const kFulfilled = 1;
export const kRejected = 2;

const settled = new WeakMap<object, [state: number, value: unknown]>();

export function recordPromise(promise: object, state: typeof kFulfilled | typeof kRejected, value: unknown): void {
  settled.set(promise, [state, value]);
}

export function promiseDetailsOf(promise: object): [state: number] | [state: number, value: unknown] {
  return settled.get(promise) ?? [kPending];
}
