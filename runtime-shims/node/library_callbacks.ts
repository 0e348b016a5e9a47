/** What the loop and the bindings task_queue and timers share: the library's callbacks and the arrays beside them. */
import type { LibraryCallbacks } from './event_loop.ts';
import { perEnvironment } from './per_environment.ts';

export const libraryCallbacksOf = perEnvironment(
  (): LibraryCallbacks => ({
    tickInfo: new Uint8Array(2),
    immediateInfo: new Uint32Array(3),
    processTicks: null,
    processTimers: null,
    processImmediate: null,
  }),
);
