/** Handles of the event loop (uv_handle_t): what keeps it alive while it is active and referenced. */
import type { LoopHandle, PollHandle } from './environment.ts';

/** What a handle tells its loop. */
export interface HandleOwner {
  /** So many more (or less) handles keep the loop alive. */
  count(change: number): void;
  /** Is to be called in the phase of closing handles. */
  closing(callback: () => void): void;
  /** The events that a descriptor is watched for have changed. */
  watch(poll: Poll): void;
}

export class Handle implements LoopHandle {
  protected readonly loop: HandleOwner;
  #referenced = true;
  #active = true;
  #closed = false;

  constructor(loop: HandleOwner) {
    this.loop = loop;
    loop.count(1);
  }

  #update(referenced: boolean, active: boolean): void {
    if (this.#closed) return;
    const before = this.#referenced && this.#active;
    this.#referenced = referenced;
    this.#active = active;
    const after = referenced && active;
    if (before !== after) this.loop.count(after ? 1 : -1);
  }

  ref(): void {
    this.#update(true, this.#active);
  }

  unref(): void {
    this.#update(false, this.#active);
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  setActive(active: boolean): void {
    this.#update(this.#referenced, active);
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(callback?: () => void): void {
    if (this.#closed) return;
    this.setActive(false);
    this.#closed = true;
    this.loop.closing(callback ?? (() => {}));
  }
}

export class Poll extends Handle implements PollHandle {
  readonly fd: number;
  readonly callback: (events: number) => void;
  #events = 0;

  constructor(loop: HandleOwner, fd: number, events: number, callback: (events: number) => void) {
    super(loop);
    this.fd = fd;
    this.callback = callback;
    this.setEvents(events);
  }

  get events(): number {
    return this.#events;
  }

  setEvents(events: number): void {
    this.setActive(events !== 0);
    if (events === this.#events || this.closed) return;
    this.#events = events;
    this.loop.watch(this);
  }

  override close(callback?: () => void): void {
    this.setEvents(0);
    super.close(callback);
  }
}
