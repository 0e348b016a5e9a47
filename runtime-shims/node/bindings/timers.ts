/** timers.cc: one timer of the loop for all of the library's, and the shared counts of immediates. */
import type { BindingFactory } from '../environment.ts';
import type { EventLoop, LibraryCallbacks } from '../event_loop.ts';
import { libraryCallbacksOf } from '../library_callbacks.ts';

export const binding: BindingFactory = (environment) => {
  const library = libraryCallbacksOf(environment);
  const loop = () => environment.loop as EventLoop;
  return {
    immediateInfo: library.immediateInfo,
    timeoutInfo: new Int32Array(1),
    setupTimers(
      processImmediate: LibraryCallbacks['processImmediate'],
      processTimers: LibraryCallbacks['processTimers'],
    ) {
      library.processImmediate = processImmediate;
      library.processTimers = processTimers;
    },
    // As Environment::GetNow: the time is read anew, or a slow start would eat a program's first timers.
    getLibuvNow() {
      loop().updateTime();
      return loop().now();
    },
    scheduleTimer: (duration: number) => loop().scheduleTimer(duration),
    toggleTimerRef: (referenced: boolean) => loop().toggleTimerRef(referenced),
    // The loop reads the count of referenced immediates itself.
    toggleImmediateRef() {},
  };
};
