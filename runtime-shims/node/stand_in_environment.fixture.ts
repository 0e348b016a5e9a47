/**
 * A small environment for tests of single bindings: the JavaScript side that they ask for is reduced to what they need,
 * and the loop is whatever the test gives.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Binding, BindingFactory, Environment, Loop } from './environment.ts';

export interface StandIn {
  kernel?: SystemCalls;
  loop?: Loop;
  bindings?: Record<string, BindingFactory>;
}

const notThere = (what: string): never => {
  throw new Error(`the stand-in has no ${what}`);
};

export function standInEnvironment({ kernel, loop, bindings = {} }: StandIn): Environment {
  const symbols = { handle_onclose: Symbol('handle_onclose'), owner_symbol: Symbol('owner_symbol') };
  let lastAsyncId = 0;
  const builtins: Record<string, unknown> = {
    'internal/async_hooks': {
      newAsyncId: () => ++lastAsyncId,
      getDefaultTriggerAsyncId: () => 1,
      initHooksExist: () => false,
      emitInit() {},
      emitBefore() {},
      emitAfter() {},
      emitDestroy() {},
    },
    'internal/buffer': { FastBuffer: class FastBuffer extends Uint8Array {} },
    'internal/options': { getOptionValue: () => 16384 },
    buffer: { Buffer },
  };
  const made = new Map<string, Binding>();
  let frame: unknown;
  const fixed: Record<string, Binding> = {
    async_wrap: { Providers: {} },
    async_context_frame: {
      getContinuationPreservedEmbedderData: () => frame,
      setContinuationPreservedEmbedderData: (value: unknown) => {
        frame = value;
      },
    },
    symbols,
  };
  const environment: Environment = {
    get kernel() {
      return kernel ?? notThere('kernel');
    },
    get loop() {
      return loop ?? notThere('loop');
    },
    internalBinding(name) {
      const ready = fixed[name] ?? made.get(name);
      if (ready !== undefined) return ready;
      const binding = (bindings[name] ?? notThere(`binding ${name}`))(environment);
      made.set(name, binding);
      return binding;
    },
    process: process as Environment['process'],
    primordials: {},
    global: globalThis,
    requireBuiltin: (id) => builtins[id] ?? notThere(`builtin ${id}`),
    shapes: {},
    unimplemented: (name) => notThere(name),
    exit: (code) => notThere(`exit (${code})`),
  };
  return environment;
}
