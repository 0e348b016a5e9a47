/**
 * Steps with a microtask checkpoint between them. A script cannot run the microtasks under its own stack, and a new task
 * costs a message (some 10 µs). But the browser runs a checkpoint after each listener of an event that it dispatches
 * itself (HTML, "clean up after running script"): so one message has many listeners, and each takes one step.
 */

// The browser's own, whatever a program later puts in their place.
const { MessageChannel: HostMessageChannel, queueMicrotask: hostQueueMicrotask } = globalThis;
const { scheduler: hostScheduler } = globalThis as {
  scheduler?: { postTask(callback: () => void, options: { priority: 'background' }): Promise<void> };
};

/** Steps that one task takes at the most: the browser's other events wait meanwhile. */
const STEPS_PER_TASK = 64;

/**
 * Chromium looks for rejections at the end of a task and reports them in another: a message that was posted in the first
 * one arrives before that, the next one behind it. A task of low priority comes behind both (5 µs against 12).
 */
const TASKS_UNTIL_REPORTED = hostScheduler ? 1 : 2;
const BEHIND_REPORTS = { priority: 'background' } as const;

export class CheckpointSteps {
  readonly #step: () => void;
  readonly #sender: MessagePort;
  readonly #receiver: MessagePort;
  #listeners = 0;
  #requested = false;
  /** Tasks that have to come before the next step. */
  #tasksBefore = 0;
  /** A message or task is on its way, or listeners of a message that arrived are still to be called. */
  #coming = false;
  /** Did the microtasks run between the first two listeners? Under Node's own MessagePort they do not. */
  #separate = false;
  #checkpointed = false;

  constructor(step: () => void) {
    this.#step = step;
    const { port1, port2 } = new HostMessageChannel();
    this.#sender = port2;
    this.#receiver = port1;
    this.#listen(2);
    port1.start();
  }

  /** Asks for the next step: after the microtasks that are there now, and all that these make. */
  request(): void {
    this.#requested = true;
    if (this.#coming) return;
    this.#coming = true;
    if (hostScheduler && this.#tasksBefore > 0) void hostScheduler.postTask(this.#takeTask, BEHIND_REPORTS);
    else this.#sender.postMessage(0);
  }

  /** The same after the browser's own tasks as well, of which one reports rejections that nobody handles. */
  requestInNewTask(): void {
    this.#tasksBefore = TASKS_UNTIL_REPORTED;
    this.request();
  }

  readonly #takeTask = (): void => {
    this.#tasksBefore = 0;
    this.#coming = false;
    this.#requested = false;
    this.#step();
  };

  #listen(count: number): void {
    while (this.#listeners < count) {
      const index = this.#listeners++;
      this.#receiver.addEventListener('message', (event) => this.#take(index, event));
    }
  }

  #take(index: number, event: Event): void {
    // A listener added now is called from the next message on.
    const last = index === this.#listeners - 1;
    if (!this.#separate) this.#look(index);
    if (index === 0 && this.#tasksBefore > 0) this.#tasksBefore -= 1;
    if (this.#requested && this.#tasksBefore === 0 && !last) {
      this.#requested = false;
      this.#step();
      return;
    }
    event.stopImmediatePropagation();
    this.#coming = false;
    if (this.#requested) this.request();
  }

  #look(index: number): void {
    if (index === 0) {
      this.#checkpointed = false;
      hostQueueMicrotask(() => {
        this.#checkpointed = true;
      });
    } else if (this.#checkpointed) {
      this.#separate = true;
      this.#listen(STEPS_PER_TASK);
    }
  }
}
