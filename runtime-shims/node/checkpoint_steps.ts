/**
 * Steps with a microtask checkpoint between them. A script cannot run the microtasks under its own stack, and a new task
 * costs a message (some 10 µs). But the browser runs a checkpoint after each listener of an event that it dispatches
 * itself (HTML, "clean up after running script"): so one message has many listeners, and each takes one step.
 */

// The browser's own, whatever a program later puts in their place.
const { MessageChannel: HostMessageChannel, queueMicrotask: hostQueueMicrotask } = globalThis;

/** Steps that one task takes at the most: the browser's other events wait meanwhile. */
const STEPS_PER_TASK = 64;

export class CheckpointSteps {
  readonly #step: () => void;
  readonly #sender: MessagePort;
  readonly #receiver: MessagePort;
  #listeners = 0;
  #requested = false;
  /** The next step belongs to another task than the last one. */
  #inNewTask = false;
  /** A message is on its way, or listeners of one that arrived are still to be called. */
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
    this.#sender.postMessage(0);
  }

  /** The same after the browser's own tasks as well, of which one reports rejections that nobody handles. */
  requestInNewTask(): void {
    this.#inNewTask = true;
    this.request();
  }

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
    if (index === 0) this.#inNewTask = false;
    // The last one only asks for the next message: behind the tasks that came of the step before.
    if (this.#requested && !this.#inNewTask && !last) {
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
