/**
 * What stands behind a MessagePort: a queue of messages, in this thread as long as both ends are in it, and in the kernel
 * (kernel/message_port.ts) once one of them has left. A port of the kernel may have kept messages from before.
 */
import { type CloneContext, dataCloneError, UnreadableMessage } from './clone_context.ts';
import type { LoopHandle } from './environment.ts';
import type { Cloned } from './structured_clone.ts';
import type { ThreadLink } from './thread_link.ts';
import { decodeMessage, type Encoded, encodeMessage, isComplete } from './thread_message.ts';

/** A message as it came from another thread. */
interface Undecoded {
  bytes: Uint8Array;
  /** Addresses of the ports in it. */
  ports: number[];
}

type Queued = Cloned | Undecoded | UnreadableMessage | 'close';

export interface PortState {
  /** The others that get what is posted here, itself among them. */
  group: Set<PortState>;
  /** The kernel's port, or 0. */
  address: number;
  queue: Queued[];
  owner: object | null;
  handle: LoopHandle | null;
  isReceiving: boolean;
  isScheduled: boolean;
  isReferenced: boolean;
  /** Messages are being delivered; one that closes the port does so behind the others that are there. */
  isDelivering: boolean;
  isClosing: boolean;
}

export function newPortState(address: number): PortState {
  return {
    group: new Set(),
    address,
    queue: [],
    owner: null,
    handle: null,
    isReceiving: false,
    isScheduled: false,
    isReferenced: true,
    isDelivering: false,
    isClosing: false,
  };
}

/** What the queues need of the ports around them. */
export interface PortObjects {
  context: CloneContext;
  link: ThreadLink;
  /** An object for a port of the kernel that came with a message. */
  adopt(address: number): object;
  /** Takes a port away from its object, and makes it the kernel's. */
  release(object: object): PortState;
}

const isUndecoded = (queued: Queued): queued is Undecoded => queued !== 'close' && 'bytes' in queued;

export class PortQueues {
  readonly #objects: PortObjects;
  /** By the kernel's addresses. */
  readonly #states = new Map<number, PortState>();

  constructor(objects: PortObjects) {
    this.#objects = objects;
  }

  get #kernel() {
    return this.#objects.context.environment.kernel;
  }

  get isEmpty(): boolean {
    return this.#states.size === 0;
  }

  add(state: PortState): void {
    if (state.address !== 0) this.#states.set(state.address, state);
  }

  remove(state: PortState): void {
    this.#states.delete(state.address);
  }

  /** The kernel's ports that can be looked at now; those that are at their end are told apart. */
  ready(): { state: PortState; isClosed: boolean }[] {
    const found: { state: PortState; isClosed: boolean }[] = [];
    for (const { port, isClosed } of this.#kernel.portsReady()) {
      const state = this.#states.get(port);
      if (state !== undefined) found.push({ state, isClosed });
    }
    return found;
  }

  /** Those that wait for objects which travel beside their messages. */
  waiting(): PortState[] {
    return [...this.#states.values()].filter(({ queue: [first] }) => first !== undefined && isUndecoded(first));
  }

  /** Takes the next message; undefined: there is none yet. The end is told again and again. */
  take(state: PortState): Cloned | 'close' | undefined {
    if (state.queue.length === 0 && state.address !== 0) {
      const received = this.#kernel.portReceive(state.address);
      if (received === null) return undefined;
      if (received === 'closed') return 'close';
      state.queue.push({ bytes: received.message, ports: received.ports });
    }
    const [first] = state.queue;
    if (first === undefined || first === 'close') return first;
    const { context, link } = this.#objects;
    if (!isUndecoded(first)) {
      state.queue.shift();
      if (first instanceof UnreadableMessage) throw first.reason;
      return first;
    }
    if (!isComplete(link, first.bytes)) return undefined;
    state.queue.shift();
    const ports = first.ports.map((address) => this.#objects.adopt(address));
    return decodeMessage(context, link, first.bytes, ports);
  }

  /** Posts at a port of the kernel. */
  post(state: PortState, value: unknown, transferList: readonly unknown[]): void {
    const { context, link } = this.#objects;
    const encoded = encodeMessage(context, link, this.#kernel.portTarget(state.address), value, transferList);
    const result = this.#send(state.address, encoded);
    if (result < 0) throw dataCloneError(context.environment, `The message could not be sent (error ${result})`);
  }

  #send(address: number, encoded: Encoded): number {
    const ports = encoded.ports.map((port) => this.#objects.release(port).address);
    encoded.detach();
    return this.#kernel.portPost(address, encoded.bytes, ports);
  }

  /** Makes a port one of the kernel that may leave the thread, with all the messages that it has. */
  moveToKernel(state: PortState): void {
    const { context, link } = this.#objects;
    if (state.address !== 0) {
      this.remove(state);
      const kept = state.queue.splice(0).reverse();
      for (const message of kept) {
        if (message === 'close' || message instanceof UnreadableMessage) continue;
        if (isUndecoded(message)) this.#kernel.portReturn(state.address, message.bytes, message.ports);
        else {
          const encoded = encodeMessage(context, link, 0, message.value, message.ports);
          const ports = encoded.ports.map((port) => this.#objects.release(port).address);
          this.#kernel.portReturn(state.address, encoded.bytes, ports);
        }
      }
      return;
    }
    const pair = this.#kernel.portPair();
    if (typeof pair === 'number') throw dataCloneError(context.environment, 'Out of memory');
    const [address, other] = pair;
    state.address = address;
    for (const message of state.queue.splice(0)) {
      if (message === 'close' || isUndecoded(message) || message instanceof UnreadableMessage) continue;
      this.#send(other, encodeMessage(context, link, 0, message.value, message.ports));
    }
    const [peer] = [...state.group].filter((each) => each !== state);
    state.group.clear();
    if (peer === undefined) this.#kernel.portClose(other);
    else {
      peer.address = other;
      this.add(peer);
    }
  }
}
