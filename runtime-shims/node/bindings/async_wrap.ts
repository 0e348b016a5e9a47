/** async_wrap.cc: the arrays of ids and hooks that Node's own internal/async_hooks works upon. */
import type { BindingFactory, NativeShape } from '../environment.ts';
import { fatalErrorsOf } from '../fatal_errors.ts';
import { currentPromiseHooks, type PromiseHook, setPromiseHooks } from '../promise_hooks.ts';

/** Pairs of ids that the stack has room for at first, and how much it grows when the library pushes beyond it. */
const STACK_PAIRS = 16;
const STACK_GROWTH = 3;

function constantsOf(shape: NativeShape | undefined): Record<string, number> {
  if (shape?.kind !== 'object') return {};
  return Object.fromEntries(
    Object.entries(shape.properties).map(([name, entry]) => [
      name,
      entry.kind === 'constant' ? Number(entry.value) : 0,
    ]),
  );
}

export const binding: BindingFactory = (environment) => {
  const shape = environment.shapes['async_wrap'] ?? {};
  const constants = constantsOf(shape['constants']);
  const index = (name: string): number => constants[name] ?? environment.unimplemented(`async_wrap.constants.${name}`);
  const kStackLength = index('kStackLength');
  const kExecutionAsyncId = index('kExecutionAsyncId');
  const kTriggerAsyncId = index('kTriggerAsyncId');
  const kAsyncIdCounter = index('kAsyncIdCounter');
  const kDefaultTriggerAsyncId = index('kDefaultTriggerAsyncId');
  const kCheck = index('kCheck');

  const fields = new Uint32Array(9);
  const ids = new Float64Array(4);
  let stack = new Float64Array(STACK_PAIRS * 2);
  const resources: unknown[] = [];
  ids[kAsyncIdCounter] = 1;
  ids[kDefaultTriggerAsyncId] = -1;
  ids[kExecutionAsyncId] = 1;
  fields[kCheck] = 1;

  const destroyed: number[] = [];
  let destroyHook: ((id: number) => void) | undefined;
  const flushDestroyed = () => {
    // A hook may add others (AsyncWrap::DestroyAsyncIdsCallback).
    while (destroyed.length > 0) for (const id of destroyed.splice(0)) destroyHook?.(id);
  };
  const registry = new FinalizationRegistry<{ id: number; flag?: { destroyed: boolean } }>(({ id, flag }) => {
    if (flag?.destroyed) return;
    destroyed.push(id);
    environment.loop.postUnreferenced(flushDestroyed);
  });

  const natives = {
    async_hook_fields: fields,
    async_id_fields: ids,
    async_ids_stack: stack,
    execution_async_resources: resources,
    constants,
    Providers: constantsOf(shape['Providers']),
    setupHooks(hooks: { destroy: (id: number) => void }) {
      destroyHook = hooks.destroy;
    },
    // Callbacks come from the loop, not from C++: there is no trampoline to go over.
    setCallbackTrampoline() {},
    pushAsyncContext(asyncId: number, triggerId: number) {
      const offset = fields[kStackLength] ?? 0;
      if (2 * offset >= stack.length) {
        const larger = new Float64Array(stack.length * STACK_GROWTH);
        larger.set(stack);
        stack = larger;
        natives.async_ids_stack = larger;
      }
      stack[2 * offset] = ids[kExecutionAsyncId] ?? 0;
      stack[2 * offset + 1] = ids[kTriggerAsyncId] ?? 0;
      fields[kStackLength] = offset + 1;
      ids[kExecutionAsyncId] = asyncId;
      ids[kTriggerAsyncId] = triggerId;
    },
    popAsyncContext(asyncId: number) {
      const length = fields[kStackLength] ?? 0;
      if (length === 0) return false;
      if ((fields[kCheck] ?? 0) > 0 && ids[kExecutionAsyncId] !== asyncId) {
        throw new Error(
          `Error: async hook stack has become corrupted (actual: ${ids[kExecutionAsyncId]}, expected: ${asyncId})`,
        );
      }
      const offset = length - 1;
      ids[kExecutionAsyncId] = stack[2 * offset] ?? 0;
      ids[kTriggerAsyncId] = stack[2 * offset + 1] ?? 0;
      fields[kStackLength] = offset;
      return offset > 0;
    },
    executionAsyncResource: (at: number) => resources[at],
    clearAsyncIdStack() {
      ids[kExecutionAsyncId] = 0;
      ids[kTriggerAsyncId] = 0;
      fields[kStackLength] = 0;
      resources.length = 0;
    },
    queueDestroyAsyncId(id: number) {
      destroyed.push(id);
      if (destroyed.length === 1) environment.loop.postUnreferenced(flushDestroyed);
    },
    setPromiseHooks(...[init, before, after, settled]: (PromiseHook | undefined)[]) {
      const onError = (error: unknown) => fatalErrorsOf(environment).trigger(error, false);
      setPromiseHooks(environment.global, { init, before, after, settled }, onError);
    },
    getPromiseHooks: () => {
      const { init, before, after, settled } = currentPromiseHooks();
      return [init, before, after, settled];
    },
    registerDestroyHook(object: object, id: number, flag?: { destroyed: boolean }) {
      registry.register(object, flag ? { id, flag } : { id });
    },
  };
  return natives;
};
