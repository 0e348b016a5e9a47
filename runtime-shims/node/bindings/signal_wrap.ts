/** `internalBinding('signal_wrap')` (src/signal_wrap.cc): a handle that hears of one signal. */
import { asyncWrapOf } from '../async_wrap.ts';
import { caughtSignalsOf } from '../caught_signals.ts';
import type { BindingFactory } from '../environment.ts';
import { adoptLoopHandle, handleWrapOf, type NativeHandle } from '../handle_wrap.ts';

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);
  const signals = caughtSignalsOf(environment);
  const { loop } = environment;

  class Signal extends HandleWrap {
    onsignal: unknown;
    readonly #native: NativeHandle;
    #signal = 0;
    readonly #listener = (signal: number): void => {
      if (this.#signal === signal) AsyncWrap.call(this, this.onsignal, signal);
    };

    constructor() {
      const native: NativeHandle = {
        loopHandle: null,
        referenced: true,
        closing: false,
        release: () => {
          this.#silence();
          return [];
        },
      };
      super('SIGNALWRAP', native);
      this.#native = native;
      adoptLoopHandle(native, loop.handle()).setActive(false);
    }

    #silence(): void {
      if (this.#signal === 0) return;
      signals.remove(this.#signal, this.#listener);
      this.#signal = 0;
    }

    start(signal: number): number {
      if (!(#signal in this)) throw new TypeError('Illegal invocation');
      this.#silence();
      const result = signals.add(signal, this.#listener);
      if (result < 0) return result;
      this.#signal = signal;
      this.#native.loopHandle?.setActive(true);
      return 0;
    }

    stop(): number {
      this.#silence();
      this.#native.loopHandle?.setActive(false);
      return 0;
    }
  }

  return { Signal };
};
