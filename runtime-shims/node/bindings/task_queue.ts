/** node_task_queue.cc: the tick queue's shared flags, microtasks, and the engine's news of rejected promises. */
import type { BindingFactory } from '../environment.ts';
import { fatalErrorsOf } from '../fatal_errors.ts';
import { libraryCallbacksOf } from '../library_callbacks.ts';

const kPromiseRejectWithNoHandler = 0;
const kPromiseHandlerAddedAfterReject = 1;

type RejectCallback = (type: number, promise: Promise<unknown>, reason?: unknown) => void;

const { queueMicrotask: enqueueMicrotask, addEventListener } = globalThis;

export const binding: BindingFactory = (environment) => {
  const library = libraryCallbacksOf(environment);
  return {
    tickInfo: library.tickInfo,
    promiseRejectEvents: {
      kPromiseRejectWithNoHandler,
      kPromiseHandlerAddedAfterReject,
      kPromiseResolveAfterResolved: 3,
      kPromiseRejectAfterResolved: 2,
    },
    enqueueMicrotask: (callback: () => void) =>
      enqueueMicrotask(() => {
        try {
          callback();
        } catch (error) {
          fatalErrorsOf(environment).trigger(error, false);
        }
      }),
    setTickCallback(callback: typeof library.processTicks) {
      library.processTicks = callback;
    },
    // The patched library yields to the loop instead (library/patches.ts).
    runMicrotasks: () => environment.unimplemented('task_queue.runMicrotasks'),
    setPromiseRejectCallback(callback: RejectCallback) {
      if (typeof addEventListener !== 'function') return;
      // The library notes them at once, as natively, and acts when the callback before ends; a loop that sleeps wakes.
      const tell = (...what: Parameters<RejectCallback>) => {
        callback(...what);
        environment.loop.post(() => {});
      };
      addEventListener('unhandledrejection', (event) => {
        event.preventDefault();
        tell(kPromiseRejectWithNoHandler, event.promise, event.reason);
      });
      addEventListener('rejectionhandled', (event) => tell(kPromiseHandlerAddedAfterReject, event.promise));
    },
  };
};
