/**
 * What a native binding is given: Node's `Environment` (src/env.h), cut to what exists in a tab.
 *
 * A binding is one file under `bindings/`, named as in Node's `src/` (`tcp_wrap.ts` stands for `tcp_wrap.cc`), exporting
 * `const binding: BindingFactory`. It is made once per process, on the first `internalBinding(name)`.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';

export type Binding = Record<PropertyKey, unknown>;
export type BindingFactory = (environment: Environment) => Binding;

/** A live handle or request: keeps the loop alive while active and referenced (libuv's uv_handle_t). */
export interface LoopHandle {
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  /** Inactive handles do not keep the loop alive. Handles start active and referenced. */
  setActive(active: boolean): void;
  /** Ends it; `callback` runs in the closing phase as a JavaScript callback (see {@link Loop.makeCallback}). */
  close(callback?: () => void): void;
}

/** A descriptor watched for readiness (libuv's uv__io_t). */
export interface PollHandle extends LoopHandle {
  /** POLLIN | POLLOUT; 0 stops and makes it inactive. */
  setEvents(events: number): void;
}

/**
 * The event loop in libuv's phases: timers → pending → poll → check (immediates) → closing.
 *
 * Every callback given here is run by the loop as Node's `MakeCallback` would: alone on the stack, then
 * `process.nextTick`s and microtasks are drained before the next one. So no binding ever calls user JavaScript
 * asynchronously in any other way than through these, and one that has several things to tell queues several callbacks.
 */
export interface Loop {
  /** Watches `fd`; `callback(revents)` runs in the poll phase, level triggered. */
  poll(fd: number, events: number, callback: (revents: number) => void): PollHandle;
  /** A handle without a descriptor (signal, process, child watch …). */
  handle(): LoopHandle;
  /**
   * A request that is already done (every fs operation is): `callback` runs in the next poll phase; keeps the loop
   * alive until then.
   */
  complete(callback: () => void): void;
  /** Runs `callback` right behind the current one, in the current phase; when nothing runs, in the next poll phase. */
  makeCallback(callback: () => void): void;
  /**
   * For results that come from the browser (a promise of WebCrypto, a MessagePort's event): `begin` keeps the loop alive
   * until the returned function is called, once, from any browser task; it then wakes the loop and runs `callback`.
   */
  begin(): (callback: () => void) => void;
  /** A browser event from a source that does not keep the loop alive by itself. Wakes the loop. */
  post(callback: () => void): void;
  /** For the next check phase, if there is one: it keeps nothing alive, and wakes nothing (SetImmediate with kUnrefed). */
  postUnreferenced(callback: () => void): void;
  /** Called once per turn with each signal taken from the kernel. Set by signal_wrap. */
  onSignal: ((signal: number) => void) | null;
  /** Asked once per turn for the ends of children; tells each by a callback. Set by process_wrap. */
  onChild: (() => (() => void)[]) | null;
  /** Called once per turn while there are message ports that other threads may post to. Set by message_port. */
  onMessages: (() => void) | null;
  /** Called once per turn while this thread has made others that run. Set by worker. */
  onThreadEnd: (() => void) | null;
  /** ms, monotonic, cached per turn like uv_now; `updateTime` refreshes. */
  now(): number;
  updateTime(): void;
  /** Is there anything that keeps it going? (uv_loop_alive) */
  alive(): boolean;
}

export interface Environment {
  readonly kernel: SystemCalls;
  readonly loop: Loop;
  /** `internalBinding(name)` itself; throws Node's `No such binding: name`. */
  internalBinding(name: string): Binding;
  /** `process`, the object that Node's library builds upon. */
  readonly process: NodeJS.Process & Record<string, unknown>;
  /** `primordials`, filled by internal/per_context/primordials. */
  readonly primordials: Record<string, unknown>;
  /** The worker's global object. */
  readonly global: typeof globalThis;
  /** `require` of a builtin's internal module (e.g. 'internal/errors'), once the realm is up. */
  requireBuiltin(id: string): unknown;
  /** The constants and shapes dumped at build time from the pinned native node, by binding. */
  readonly shapes: Record<string, BindingShape>;
  /**
   * Throws the error of an unimplemented native, naming it: `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`.
   * `name` like `crypto.Sign`.
   */
  unimplemented(name: string): never;
  /** Ends the process from any depth: throws a private token that the loop recognises. */
  exit(code: number): never;
}

/** Dumped shape of one native binding. */
export type BindingShape = Record<string, NativeShape>;
export type NativeShape =
  | { kind: 'function'; name: string; length: number; prototype?: Record<string, NativeShape> }
  | { kind: 'constant'; value: string | number | boolean | null }
  | { kind: 'bigint'; value: string }
  | { kind: 'typed-array'; type: string; length: number }
  | { kind: 'object'; properties: Record<string, NativeShape> }
  | { kind: 'symbol'; description: string }
  | { kind: 'undefined' };
