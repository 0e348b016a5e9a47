/**
 * The event loop: libuv's phases (uv_run in uv/src/unix/core.c) and Node's callback scope (src/api/callback.cc), driven
 * from the browser's own loop. The loop is a generator: where the library needs a microtask checkpoint it yields
 * nothing and goes on after one ({@link CheckpointSteps}); where a rejection that nobody handled must be known, which the
 * browser tells in a task of its own, it yields null and goes on in a new task; where it must block it yields a wait on the kernel's event word.
 */
import { POLLIN, POLLOUT } from '../kernel/constants.ts';
import type { SystemCalls } from '../kernel/system_calls.ts';
import { CheckpointSteps } from './checkpoint_steps.ts';
import type { Loop, LoopHandle, PollHandle } from './environment.ts';
import { Handle, Poll } from './loop_handles.ts';

/** What the loop's generator yields: ms to wait for events at the most, null for a new task, nothing for a checkpoint. */
export type Pause = number | null | undefined;
export type Steps = Generator<Pause, void, void>;
type StepsOf<Result> = Generator<Pause, Result, void>;

/** What the loop is about to do; `drain` and `drained` stand around ticks and microtasks, `wait` and `wake` around sleep. */
export type LoopStep = 'timers' | 'poll' | 'wait' | 'wake' | 'check' | 'close' | 'drain' | 'drained';

/** The library's own functions that the loop calls, and the arrays it shares with them. */
export interface LibraryCallbacks {
  /** [has tick scheduled, has rejection to warn] */
  tickInfo: Uint8Array;
  /** [count, referenced, has outstanding] */
  immediateInfo: Uint32Array;
  processTicks: (() => Steps) | null;
  processTimers: ((now: number) => StepsOf<number>) | null;
  processImmediate: (() => Steps) | null;
}

const TICK_SCHEDULED = 0;
const REJECTION_TO_WARN = 1;
const IMMEDIATE_COUNT = 0;
const IMMEDIATE_REFERENCED = 1;
const IMMEDIATE_OUTSTANDING = 2;

// The browser's own, whatever a program later puts in their place.
const { performance: hostPerformance, setTimeout: hostSetTimeout } = globalThis;
const now = hostPerformance.now.bind(hostPerformance);

/** Milliseconds between looks at the event word where the engine has no Atomics.waitAsync. */
const POLLING_INTERVAL = 4;

type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
  timeout: number,
) => { async: false; value: string } | { async: true; value: Promise<string> };
const waitAsync = (Atomics as unknown as { waitAsync?: WaitAsync }).waitAsync?.bind(Atomics);

export class EventLoop implements Loop {
  onSignal: ((signal: number) => void) | null = null;
  onChild: (() => (() => void)[]) | null = null;
  onMessages: (() => void) | null = null;
  onThreadEnd: (() => void) | null = null;
  /** Told of each step while somebody watches (bindings/loop_trace.ts). */
  trace: ((step: LoopStep) => void) | null = null;
  readonly library: LibraryCallbacks;
  readonly #kernel: SystemCalls;
  /** Handles an exception that reached the loop; ends the process where nobody catches it. */
  readonly #fatal: (error: unknown) => void;

  readonly #polls = new Map<number, Poll[]>();
  #requests: { callback: () => void; turn: number }[] = [];
  #posted: (() => void)[] = [];
  #queued: (() => void)[] = [];
  #unreferenced: (() => void)[] = [];
  #closing: (() => void)[] = [];
  /** Handles, requests and browser operations that keep the loop alive. */
  #alive = 0;
  #turn = 0;
  #inCallback = false;
  #time = Math.floor(now());
  /** When the timers' earliest expires, in loop time; -1: none. */
  #timerAt = -1;
  #timerReferenced = false;

  #steps: Steps | null = null;
  #next: CheckpointSteps | null = null;
  #wait = 0;
  #waiting = false;
  #asleep: Promise<string> | null = null;
  #asleepValue = 0;

  constructor(kernel: SystemCalls, library: LibraryCallbacks, fatal: (error: unknown) => void) {
    this.#kernel = kernel;
    this.library = library;
    this.#fatal = fatal;
  }

  // — what bindings use —

  poll(fd: number, events: number, callback: (revents: number) => void): PollHandle {
    return new Poll(this, fd, events, callback);
  }

  handle(): LoopHandle {
    return new Handle(this);
  }

  complete(callback: () => void): void {
    this.#alive += 1;
    this.#requests.push({ callback, turn: this.#turn });
    this.#wake();
  }

  makeCallback(callback: () => void): void {
    if (this.#inCallback) this.#queued.push(callback);
    else this.complete(callback);
  }

  begin(): (callback: () => void) => void {
    this.#alive += 1;
    let done = false;
    return (callback) => {
      if (done) return;
      done = true;
      this.#alive -= 1;
      this.post(callback);
    };
  }

  post(callback: () => void): void {
    this.#posted.push(callback);
    this.#wake();
  }

  postUnreferenced(callback: () => void): void {
    this.#unreferenced.push(callback);
  }

  now(): number {
    return this.#time;
  }

  updateTime(): void {
    this.#time = Math.floor(now());
  }

  alive(): boolean {
    return (
      this.#alive > 0 ||
      this.#closing.length > 0 ||
      this.#posted.length > 0 ||
      this.library.immediateInfo[IMMEDIATE_REFERENCED] !== 0 ||
      (this.#timerAt >= 0 && this.#timerReferenced)
    );
  }

  // — what handles and the timers binding use —
  // A promise of the browser's (of Atomics.waitAsync, of WebAssembly) may call them while the loop sleeps: then it wakes.

  count(change: number): void {
    this.#alive += change;
    this.#wake();
  }

  closing(callback: () => void): void {
    // libuv's list of closing handles: the last closed comes first.
    this.#closing.unshift(callback);
    this.#wake();
  }

  watch(poll: Poll): void {
    const list = (this.#polls.get(poll.fd) ?? []).filter((other) => other !== poll);
    if (poll.events !== 0) list.push(poll);
    if (list.length) this.#polls.set(poll.fd, list);
    else this.#polls.delete(poll.fd);
    this.#kernel.pollInterest(
      poll.fd,
      list.reduce((events, each) => events | each.events, 0),
    );
  }

  scheduleTimer(duration: number): void {
    this.#timerAt = this.#time + Math.max(1, duration);
    this.#wake();
  }

  toggleTimerRef(referenced: boolean): void {
    this.#timerReferenced = referenced;
    this.#wake();
  }

  // — driving —

  /** Runs `steps` (which call {@link run} and {@link callback}) to their end, over as many tasks as it takes. */
  start(steps: Steps): void {
    this.#next = new CheckpointSteps(() => this.#go());
    this.#steps = steps;
    this.#go();
  }

  #go(): void {
    const { done, value } = this.#steps?.next() ?? { done: true, value: undefined };
    if (done) return;
    if (value === undefined) this.#next?.request();
    else if (value === null) this.#next?.requestInNewTask();
    else this.#sleep(value);
  }

  /** Goes on when the event word changes, a browser event is posted, or `timeout` ms have passed. */
  #sleep(timeout: number): void {
    const wait = ++this.#wait;
    this.#waiting = true;
    const resume = () => {
      if (wait === this.#wait) this.#wake();
    };
    const words = new Int32Array(this.#kernel.memory.buffer);
    this.#kernel.beginRest();
    if (!waitAsync) {
      hostSetTimeout(resume, Math.min(timeout, POLLING_INTERVAL));
      return;
    }
    const seen = this.#asleepValue;
    if (timeout === Number.POSITIVE_INFINITY && this.#asleep) {
      void this.#asleep.then(resume);
      return;
    }
    const result = waitAsync(words, this.#kernel.eventWord, seen, timeout);
    if (!result.async) {
      this.#wake();
      return;
    }
    if (timeout === Number.POSITIVE_INFINITY) {
      this.#asleep = result.value;
      void result.value.then(() => {
        this.#asleep = null;
      });
    }
    void result.value.then(resume);
  }

  #wake(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#kernel.endRest();
    this.#wait += 1;
    this.#next?.request();
  }

  // — phases —

  /** One callback in Node's callback scope: then ticks and microtasks, then what it queued. */
  *callback(first: () => void): Steps {
    let next: (() => void) | undefined = first;
    while (next) {
      this.#inCallback = true;
      try {
        next();
      } catch (error) {
        this.#fatal(error);
      }
      this.#inCallback = false;
      yield* this.drain();
      next = this.#queued.shift();
    }
  }

  /** InternalCallbackScope::Close: a checkpoint, then the tick queue. */
  *drain(): Steps {
    const { tickInfo } = this.library;
    this.trace?.('drain');
    try {
      if (tickInfo[TICK_SCHEDULED] === 0) yield null;
      if (tickInfo[TICK_SCHEDULED] === 0 && tickInfo[REJECTION_TO_WARN] === 0) return;
      this.#inCallback = true;
      if (this.library.processTicks) yield* this.library.processTicks();
    } catch (error) {
      this.#fatal(error);
    } finally {
      this.#inCallback = false;
      this.trace?.('drained');
    }
  }

  /** uv_run(UV_RUN_DEFAULT). */
  *run(): Steps {
    this.updateTime();
    this.trace?.('timers');
    if (this.alive()) yield* this.#timers();
    while (this.alive()) {
      this.#turn += 1;
      this.trace?.('poll');
      yield* this.#poll();
      this.trace?.('check');
      yield* this.#check();
      this.trace?.('close');
      yield* this.#close();
      this.updateTime();
      this.trace?.('timers');
      yield* this.#timers();
    }
  }

  /** What was posted without keeping the loop alive; once more before 'beforeExit' (EmitProcessBeforeExit in src/api/hooks.cc). */
  *unreferenced(): Steps {
    const callbacks = this.#unreferenced;
    this.#unreferenced = [];
    for (const callback of callbacks) yield* this.callback(callback);
  }

  *#timers(): Steps {
    const { processTimers } = this.library;
    while (processTimers && this.#timerAt >= 0 && this.#timerAt <= this.#time) {
      this.#timerAt = -1;
      let next = 0;
      for (;;) {
        try {
          this.#inCallback = true;
          next = yield* processTimers(this.#time);
          break;
        } catch (error) {
          // As RunTimers in src/env.cc: the list goes on with what is left.
          this.#fatal(error);
        } finally {
          this.#inCallback = false;
        }
      }
      // As RunTimers: before the callback scope closes, whose ticks and microtasks may set timers of their own.
      this.#timerReferenced = next > 0;
      if (next !== 0) {
        this.updateTime();
        this.#timerAt = Math.max(this.#time + 1, Math.abs(next));
      }
      yield* this.drain();
      return;
    }
  }

  *#check(): Steps {
    yield* this.unreferenced();
    const { immediateInfo, processImmediate } = this.library;
    if (immediateInfo[IMMEDIATE_COUNT] === 0 || !processImmediate) return;
    do {
      try {
        this.#inCallback = true;
        yield* processImmediate();
      } catch (error) {
        this.#fatal(error);
      } finally {
        this.#inCallback = false;
      }
    } while (immediateInfo[IMMEDIATE_OUTSTANDING] !== 0);
    yield* this.drain();
  }

  *#close(): Steps {
    const callbacks = this.#closing;
    this.#closing = [];
    for (const callback of callbacks) yield* this.callback(callback);
  }

  *#poll(): Steps {
    for (;;) {
      this.#asleepValue = this.#eventWord();
      const worked = yield* this.#events();
      if (worked) {
        // What a callback began completes at once if nothing else is due: the thread pool of libuv would be as quick.
        if (this.#isDue() || !this.#requests.length) return;
        continue;
      }
      if (this.#requests.length || this.#posted.length || this.#isDue() || !this.alive()) return;
      let timeout = Number.POSITIVE_INFINITY;
      if (this.#timerAt >= 0) {
        this.updateTime();
        timeout = Math.max(0, this.#timerAt - now());
        if (timeout === 0) return;
      }
      this.trace?.('wait');
      yield timeout;
      this.trace?.('wake');
      this.updateTime();
      if (this.library.tickInfo[TICK_SCHEDULED] !== 0) yield* this.drain();
      if (this.#timerAt >= 0 && this.#timerAt <= this.#time) {
        yield* this.#events();
        return;
      }
    }
  }

  /** Is there something in a later phase that must not wait for more input? */
  #isDue(): boolean {
    const immediate = this.library.immediateInfo[IMMEDIATE_COUNT] !== 0;
    return immediate || this.#closing.length > 0 || (this.#timerAt >= 0 && this.#timerAt <= now());
  }

  *#events(): StepsOf<boolean> {
    let worked = false;
    // Whoever has ended by now has closed its pipes as well: that is told first.
    const ended = this.onChild?.() ?? [];
    const posted = this.#posted;
    this.#posted = [];
    for (const callback of posted) {
      worked = true;
      yield* this.callback(callback);
    }
    // With an immediate waiting, a request made in this turn completes only after it, as from libuv's thread pool.
    const fresh = this.library.immediateInfo[IMMEDIATE_COUNT] !== 0;
    const due = fresh ? this.#requests.filter(({ turn }) => turn < this.#turn - 1) : this.#requests;
    this.#requests = fresh ? this.#requests.filter((request) => !due.includes(request)) : [];
    for (const { callback } of due) {
      worked = true;
      this.#alive -= 1;
      yield* this.callback(callback);
    }
    if (this.#polls.size) {
      for (const { fd, events } of this.#kernel.pollReady()) {
        for (const poll of this.#polls.get(fd) ?? []) {
          const wanted = events & (poll.events | ~(POLLIN | POLLOUT));
          if (poll.closed || poll.events === 0 || wanted === 0) continue;
          worked = true;
          yield* this.callback(() => {
            if (!poll.closed) poll.callback(wanted);
          });
        }
      }
    }
    if (this.onMessages) worked = (yield* this.quiet(this.onMessages)) || worked;
    if (this.onThreadEnd) worked = (yield* this.quiet(this.onThreadEnd)) || worked;
    // Signals, and with them the ends of children, come last, as in uv__io_poll: output that came before is told before.
    for (let signal = this.#kernel.takeSignal(); signal > 0; signal = this.#kernel.takeSignal()) {
      const number = signal;
      worked = true;
      yield* this.callback(() => this.onSignal?.(number));
    }
    for (const tell of ended) {
      worked = true;
      yield* this.callback(tell);
    }
    return worked;
  }

  #eventWord(): number {
    return Atomics.load(new Int32Array(this.#kernel.memory.buffer), this.#kernel.eventWord);
  }

  /** A look that mostly finds nothing: only if it queued callbacks are these run. Did it? */
  *quiet(look: () => void): StepsOf<boolean> {
    this.#inCallback = true;
    try {
      look();
    } finally {
      this.#inCallback = false;
    }
    const first = this.#queued.shift();
    if (first) yield* this.callback(first);
    return first !== undefined;
  }
}
