/**
 * The contract of the event loop on native Node's own: each callback is a native immediate, so that ticks and microtasks
 * run before the next one.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Loop, LoopHandle, PollHandle } from './environment.ts';

class StandInHandle implements PollHandle {
  active: boolean;
  referenced = true;
  callback: ((events: number) => void) | null = null;
  readonly #onEvents: (events: number) => void;
  readonly #onClose: (handle: StandInHandle, callback?: () => void) => void;
  constructor(
    active: boolean,
    onEvents: (events: number) => void,
    onClose: (handle: StandInHandle, callback?: () => void) => void,
  ) {
    this.active = active;
    this.#onEvents = onEvents;
    this.#onClose = onClose;
  }
  ref(): void {
    this.referenced = true;
  }
  unref(): void {
    this.referenced = false;
  }
  hasRef(): boolean {
    return this.referenced;
  }
  setActive(active: boolean): void {
    this.active = active;
  }
  setEvents(events: number): void {
    this.active = events !== 0;
    this.#onEvents(events);
  }
  close(callback?: () => void): void {
    this.active = false;
    this.#onClose(this, callback);
  }
}

export function loopStandIn(kernel: SystemCalls): Loop {
  const polls = new Map<number, StandInHandle>();
  const handles = new Set<StandInHandle>();
  const closing: (() => void)[] = [];
  let scheduled: NodeJS.Immediate | NodeJS.Timeout | null = null;
  const schedule = () => {
    if (scheduled !== null) {
      if ('hasRef' in scheduled && !scheduled.hasRef() && alive()) scheduled.ref();
      return;
    }
    scheduled = setTimeout(turn, 0);
    if (!alive()) scheduled.unref();
  };
  const alive = () => closing.length > 0 || [...handles].some(({ active, referenced }) => active && referenced);
  const turn = () => {
    scheduled = null;
    for (const { fd, events } of kernel.pollReady()) {
      const handle = polls.get(fd);
      if (handle?.active) setImmediate(() => handle.active && handle.callback?.(events));
    }
    // uv__make_close_pending puts each in front of the others: the last one closed is told first.
    setImmediate(() => {
      for (const callback of closing.splice(0).reverse()) setImmediate(callback);
      if (handles.size > 0) setImmediate(schedule);
    });
  };
  const onClose = (handle: StandInHandle, callback?: () => void) => {
    handles.delete(handle);
    for (const [fd, other] of polls) if (other === handle) polls.delete(fd);
    // The closing phase comes after the poll phase.
    if (callback !== undefined) closing.push(callback);
    schedule();
  };
  const add = (handle: StandInHandle): StandInHandle => {
    handles.add(handle);
    schedule();
    return handle;
  };
  return {
    poll(fd, events, callback): PollHandle {
      const handle = new StandInHandle(
        events !== 0,
        (wanted) => {
          kernel.pollInterest(fd, wanted);
          schedule();
        },
        onClose,
      );
      handle.callback = callback;
      polls.set(fd, handle);
      kernel.pollInterest(fd, events);
      return add(handle);
    },
    handle: (): LoopHandle => add(new StandInHandle(true, () => {}, onClose)),
    complete: (callback) => void setImmediate(callback),
    makeCallback: (callback) => void setImmediate(callback),
    begin: () => (callback) => void setImmediate(callback),
    post: (callback) => void setImmediate(callback),
    postUnreferenced: (callback) => void setImmediate(callback).unref(),
    onSignal: null,
    onChild: null,
    onMessages: null,
    onThreadEnd: null,
    now: () => performance.now(),
    updateTime() {},
    alive,
  };
}
