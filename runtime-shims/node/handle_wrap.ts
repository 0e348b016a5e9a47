/**
 * `HandleWrap` (src/handle_wrap.cc): close, ref, unref and hasRef of everything that stands on a libuv handle.
 */
import { activeResourcesOf } from './active_resources.ts';
import { type AsyncWrap, asyncWrapOf } from './async_wrap.ts';
import type { Environment, LoopHandle } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

export interface HandleWrap extends AsyncWrap {
  close(callback?: () => void): void;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
}

/** What is behind a handle: the loop's handle and what must happen when it closes. */
export interface NativeHandle {
  /** The loop's handle once there is one: a TCP handle without a socket has none. */
  loopHandle: LoopHandle | null;
  /** Kept here while there is no loop handle, then given to it. */
  referenced: boolean;
  closing: boolean;
  /** Releases the descriptor; returns the callbacks of requests that are cancelled, to run before `onclose`. */
  release(): (() => void)[];
}

export interface HandleWrapClass {
  new (provider: string, native: NativeHandle | null): HandleWrap;
  nativeOf(wrap: object): NativeHandle | null;
}

/** Gives `native` its loop handle with the reference state that the program asked for. */
export function adoptLoopHandle<T extends LoopHandle>(native: NativeHandle, loopHandle: T): T {
  native.loopHandle = loopHandle;
  if (!native.referenced) loopHandle.unref();
  return loopHandle;
}

export const handleWrapOf: (environment: Environment) => HandleWrapClass = perEnvironment((environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const { loop } = environment;
  const symbols = environment.internalBinding('symbols');
  const handleOnClose = symbols['handle_onclose'] as symbol;
  const ownerSymbol = symbols['owner_symbol'] as symbol;

  return class HandleWrap extends AsyncWrap {
    readonly #native: NativeHandle | null;

    constructor(provider: string, native: NativeHandle | null) {
      super(provider);
      this.#native = native;
      (this as Record<symbol, unknown>)[ownerSymbol] = null;
      activeResourcesOf(environment).addHandle(this, provider, () => this.hasRef());
    }

    close(callback?: () => void): void {
      const native = this.#native;
      if (native === null || native.closing) return;
      native.closing = true;
      if (typeof callback === 'function') (this as Record<symbol, unknown>)[handleOnClose] = callback;
      const cancelled = native.release();
      let { loopHandle } = native;
      if (loopHandle === null) {
        loopHandle = loop.handle();
        loopHandle.setActive(false);
      }
      native.loopHandle = null;
      loopHandle.close(() => {
        const onclose = () => {
          const listener = (this as Record<symbol, unknown>)[handleOnClose];
          if (typeof listener === 'function') AsyncWrap.call(this, listener);
          AsyncWrap.destroy(this);
        };
        const steps = [...cancelled, onclose];
        // Each is a callback of its own, so that what one leaves in the task queue runs before the next.
        for (const step of steps.slice(1)) loop.makeCallback(step);
        steps[0]!();
      });
    }

    ref(): void {
      const native = this.#native;
      if (native === null || native.closing) return;
      native.referenced = true;
      native.loopHandle?.ref();
    }

    unref(): void {
      const native = this.#native;
      if (native === null || native.closing) return;
      native.referenced = false;
      native.loopHandle?.unref();
    }

    hasRef(): boolean {
      return this.#native !== null && !this.#native.closing && this.#native.referenced;
    }

    static nativeOf(wrap: object): NativeHandle | null {
      return #native in wrap ? (wrap as HandleWrap).#native : null;
    }
  };
});
