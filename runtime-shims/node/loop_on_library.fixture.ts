/**
 * Runs a CommonJS program with Node's own timers and task queue, patched as the build patches them, over our event loop:
 * `node --expose-internals --no-warnings loop_on_library.fixture.ts program.cjs`. A hop is a task of native Node's loop.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { SystemCalls } from '../kernel/system_calls.ts';
import { binding as taskQueue } from './bindings/task_queue.ts';
import { binding as timersBinding } from './bindings/timers.ts';
import type { Binding, Environment } from './environment.ts';
import { EventLoop, type Steps } from './event_loop.ts';
import { applyPatches } from './library/patches.ts';
import { libraryCallbacksOf } from './library_callbacks.ts';

const nativeRequire = createRequire(import.meta.url);
const { internalBinding: nativeBinding, primordials } = nativeRequire('internal/test/binding') as {
  internalBinding(name: string): Binding;
  primordials: Record<string, unknown>;
};
const libraries = (process as unknown as { binding(name: string): Record<string, string> }).binding('natives');
const compiledAgain = /^(?:timers|internal\/timers|internal\/process\/(?:task_queues|promises))$/;

/** A process without descriptors, signals and children. */
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
const rest = () => {};
const kernel = {
  memory,
  eventWord: 0,
  takeSignal: () => 0,
  pollReady: () => [],
  beginRest: rest,
  endRest: rest,
} as unknown as SystemCalls;

const unimplemented = (name: string): never => {
  throw new Error(`not implemented: ${name}`);
};
const environment = { kernel, unimplemented } as unknown as Environment;
const library = libraryCallbacksOf(environment);
const loop = new EventLoop(kernel, library, (error) => {
  process.stderr.write(`the loop met ${String(error)}\n`);
  process.exit(1);
});
Object.assign(environment, { loop });
const ours: Record<string, Binding> = { task_queue: taskQueue(environment), timers: timersBinding(environment) };
const internalBinding = (name: string) => ours[name] ?? nativeBinding(name);

const loaded = new Map<string, { exports: unknown }>();
function requireLibrary(id: string): unknown {
  if (!compiledAgain.test(id)) return nativeRequire(id);
  const ready = loaded.get(id);
  if (ready !== undefined) return ready.exports;
  const module = { exports: {} as unknown };
  loaded.set(id, module);
  const parameters = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
  const wrapper = vm.compileFunction(applyPatches(id, libraries[id]!), parameters, { filename: `node:${id}` });
  Reflect.apply(wrapper, undefined, [module.exports, requireLibrary, module, process, internalBinding, primordials]);
  return module.exports;
}

interface TaskQueues {
  setupTaskQueue(): { nextTick: unknown; runNextTicks: () => Steps };
  queueMicrotask: unknown;
}
interface InternalTimers {
  getTimerCallbacks(runNextTicks: () => Steps): { processImmediate(): Steps; processTimers(now: number): Steps };
}
const { setupTaskQueue, queueMicrotask } = requireLibrary('internal/process/task_queues') as TaskQueues;
const { nextTick, runNextTicks } = setupTaskQueue();
const callbacks = (requireLibrary('internal/timers') as InternalTimers).getTimerCallbacks(runNextTicks);
(ours['timers'] as { setupTimers(...functions: unknown[]): void }).setupTimers(
  callbacks.processImmediate,
  callbacks.processTimers,
);

const globals: Record<string, unknown> = {
  ...(requireLibrary('timers') as Record<string, unknown>),
  queueMicrotask,
  process: Object.create(process, { nextTick: { value: nextTick } }),
};
const names = ['require', ...Object.keys(globals)];
const file = process.argv[2]!;
const program = vm.compileFunction(readFileSync(file, 'utf8'), names, { filename: file });

loop.start(
  (function* (): Steps {
    yield* loop.callback(() => {
      Reflect.apply(program, undefined, [nativeRequire, ...Object.values(globals)]);
    });
    yield* loop.run();
    process.exit();
  })(),
);
