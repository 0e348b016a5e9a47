/**
 * `AsyncWrap` (src/async_wrap.cc): what every native handle and request inherits: an async id, the trigger's id, and
 * the async context (AsyncLocalStorage) that was current when it was made and is current again in its callbacks.
 *
 * The bookkeeping of ids and hooks is Node's own JavaScript (internal/async_hooks); here is only what C++ adds.
 */
import { activeResourcesOf } from './active_resources.ts';
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';
import { privateSymbols } from './private_symbols.ts';

type Callback = (...args: never[]) => unknown;

interface AsyncHooks {
  newAsyncId(): number;
  getDefaultTriggerAsyncId(): number;
  initHooksExist(): boolean;
  emitInit(asyncId: number, type: string, triggerAsyncId: number, resource: object): void;
  emitBefore(asyncId: number, triggerAsyncId: number, resource: object): void;
  emitAfter(asyncId: number): void;
  emitDestroy(asyncId: number): void;
}

interface ContextFrames {
  getContinuationPreservedEmbedderData(): unknown;
  setContinuationPreservedEmbedderData(frame: unknown): void;
}

export interface AsyncWrap {
  getAsyncId(): number;
  asyncReset(resource?: object): void;
  getProviderType(): number;
  getAsyncContextFrameForDebuggingOnly(): unknown;
}

export interface AsyncWrapClass {
  /** Without a provider it has no id before `asyncReset`. */
  new (provider?: string): AsyncWrap;
  /** Calls `callback` on `wrap` inside the async context of `wrap`; an exception leaves the context as it is. */
  call(wrap: AsyncWrap, callback: unknown, ...args: unknown[]): unknown;
  /** A request is on its way until {@link destroy}. */
  dispatched(wrap: AsyncWrap): void;
  /** The destroy hook. */
  destroy(wrap: AsyncWrap): void;
  setProvider(wrap: AsyncWrap, provider: string): void;
}

export const asyncWrapOf: (environment: Environment) => AsyncWrapClass = perEnvironment((environment) => {
  const { Providers } = environment.internalBinding('async_wrap') as { Providers?: Record<string, number> };
  const frames = environment.internalBinding('async_context_frame') as unknown as ContextFrames;
  const active = activeResourcesOf(environment);
  let hooks: AsyncHooks | undefined;
  // Not at load time: the first bindings are made before internal/async_hooks has run.
  const asyncHooks = (): AsyncHooks => {
    hooks ??= environment.requireBuiltin('internal/async_hooks') as AsyncHooks;
    return hooks;
  };

  const AsyncWrap = class AsyncWrap {
    #asyncId = -1;
    #triggerAsyncId = -1;
    #provider = 'NONE';
    #frame: unknown;
    #resource: object = this;

    constructor(provider?: string) {
      if (provider === undefined) return;
      this.#provider = provider;
      this.asyncReset();
    }

    getAsyncId(): number {
      return this.#asyncId;
    }

    asyncReset(resource: object = this): void {
      const { newAsyncId, getDefaultTriggerAsyncId, initHooksExist, emitInit } = asyncHooks();
      // The one that it was before ends here.
      if (this.#asyncId !== -1) AsyncWrap.destroy(this);
      this.#resource = resource;
      this.#asyncId = newAsyncId();
      this.#triggerAsyncId = getDefaultTriggerAsyncId();
      this.#frame = frames.getContinuationPreservedEmbedderData();
      if (initHooksExist()) emitInit(this.#asyncId, this.#provider, this.#triggerAsyncId, resource);
    }

    getProviderType(): number {
      return Providers?.[this.#provider] ?? 0;
    }

    getAsyncContextFrameForDebuggingOnly(): unknown {
      return this.#frame;
    }

    static call(wrap: AsyncWrap, callback: unknown, ...args: unknown[]): unknown {
      const { emitBefore, emitAfter } = asyncHooks();
      const asyncId = wrap.#asyncId;
      const outer = frames.getContinuationPreservedEmbedderData();
      emitBefore(asyncId, wrap.#triggerAsyncId, wrap.#resource);
      frames.setContinuationPreservedEmbedderData(wrap.#frame);
      const result = Reflect.apply(callback as Callback, wrap, args as never[]);
      // Only after a normal return: on an exception the uncaught-exception handler unwinds the stack of ids itself.
      emitAfter(asyncId);
      frames.setContinuationPreservedEmbedderData(outer);
      return result;
    }

    static dispatched(wrap: AsyncWrap): void {
      active.addRequest(wrap, wrap.#provider);
    }

    static destroy(wrap: AsyncWrap): void {
      active.remove(wrap);
      const asyncId = wrap.#asyncId;
      // None is told of twice.
      wrap.#asyncId = -1;
      if (asyncId !== -1) asyncHooks().emitDestroy(asyncId);
    }

    static setProvider(wrap: AsyncWrap, provider: string): void {
      wrap.#provider = provider;
    }
  };
  // BaseObject::GetTransferMode: a native object is neither cloned nor transferred unless its class says so.
  Object.defineProperty(AsyncWrap.prototype, privateSymbols['transfer_mode_private_symbol']!, {
    value: 0,
    writable: true,
  });
  return AsyncWrap;
});
