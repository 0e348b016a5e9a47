/**
 * MessagePort (src/node_messaging.cc): a queue of messages already cloned. Two ports of one process are entangled
 * directly; so a message is there for receiveMessageOnPort as soon as it is posted.
 */
import type { Environment, LoopHandle } from './environment.ts';
import { nativeError } from './native_error.ts';
import { perContextExports } from './per_context.ts';
import { perEnvironment } from './per_environment.ts';
import { type CloneContext, type Cloned, dataCloneError, structuredCloneOf } from './structured_clone.ts';

/** Behind a port object; moves to another object when the port is transferred. */
interface PortState {
  /** The others that get what is posted here: one peer, or all channels of a name. */
  group: Set<PortState>;
  queue: (Cloned | 'close')[];
  owner: object | null;
  handle: LoopHandle | null;
  isReceiving: boolean;
  isScheduled: boolean;
  isReferenced: boolean;
}

export interface Messaging {
  MessagePort: { prototype: object };
  MessageChannel: unknown;
  context: CloneContext;
  createPort(): object;
  entangle(ports: object[]): void;
  /** `undefined`: nothing there; throws for what is no port. */
  receive(port: unknown): Cloned | undefined;
  stop(port: object): void;
  drain(port: object): void;
  broadcastChannel(name: string): object;
}

type Keyed = Record<PropertyKey, unknown>;

function optionsOf(transfer: unknown): readonly unknown[] {
  if (transfer === undefined || transfer === null) return [];
  const invalid = (what: string): never => {
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', `Optional ${what} argument must be an iterable`);
  };
  if (typeof transfer !== 'object') return invalid('transferList');
  if (isIterable(transfer)) return [...transfer];
  const list = (transfer as { transfer?: unknown }).transfer;
  if (list === undefined || list === null) return [];
  return isIterable(list) ? [...list] : invalid('options.transfer');
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Keyed)[Symbol.iterator] === 'function';
}

export const messagingOf: (environment: Environment) => Messaging = perEnvironment(createMessaging);

function createMessaging(environment: Environment): Messaging {
  const { loop } = environment;
  const symbols = environment.internalBinding('symbols') as { oninit: symbol; handle_onclose: symbol };
  const states = new WeakMap<object, PortState>();
  const channels = new Map<string, Set<PortState>>();

  // What a port inherits natively from HandleWrap; the library puts NodeEventTarget in its place and copies from here.
  const handlePrototype: object = {
    close(this: object, callback?: unknown): void {
      const state = states.get(this);
      if (typeof callback === 'function') (this as Keyed)[symbols.handle_onclose] = callback;
      if (state !== undefined) closePort(state);
    },
    ref(this: object): void {
      const state = states.get(this);
      if (state === undefined) return;
      state.isReferenced = true;
      state.handle?.ref();
    },
    unref(this: object): void {
      const state = states.get(this);
      if (state === undefined) return;
      state.isReferenced = false;
      state.handle?.unref();
    },
    hasRef(this: object): boolean | undefined {
      if (!ports.has(this))
        throw nativeError(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type MessagePort');
      return states.get(this)?.isReferenced;
    },
  };
  const ports = new WeakSet<object>();

  // A function, not a class: the library changes its prototype chain, which `super()` would follow.
  function MessagePort(): never {
    throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
  }
  Object.setPrototypeOf(MessagePort.prototype, handlePrototype);
  Object.assign(MessagePort.prototype, {
    postMessage(this: object, ...parameters: unknown[]): boolean | undefined {
      if (parameters.length === 0) {
        throw nativeError(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
      }
      const [value, transfer] = parameters;
      const list = optionsOf(transfer);
      if (list.includes(this)) throw dataCloneError(environment, 'Transfer list contains source port');
      const state = states.get(this);
      if (state === undefined) {
        // A closed port still checks that the message could be sent.
        structuredCloneOf(context, value, list);
        return undefined;
      }
      const peers = [...state.group].filter((peer) => peer !== state);
      peers.forEach((peer, index) => {
        enqueue(peer, structuredCloneOf(context, value, index === peers.length - 1 ? list : []));
      });
      if (peers.length === 0) structuredCloneOf(context, value, list);
      return true;
    },
    start(this: object): void {
      const state = states.get(this);
      if (state === undefined) return;
      state.isReceiving = true;
      schedule(state);
    },
  });

  const context: CloneContext = {
    environment,
    createObject: null,
    ports: {
      isTransferable: (object) => ports.has(object),
      transfer(object) {
        const state = states.get(object);
        if (state === undefined) throw dataCloneError(environment, 'MessagePort in transfer list is already detached');
        states.delete(object);
        const { handle } = state;
        state.handle = null;
        state.isReceiving = false;
        handle?.close(() => emitClose(object));
        return wrap(state);
      },
    },
  };

  function wrap(state: PortState): object {
    const port = Object.create(MessagePort.prototype) as Keyed;
    ports.add(port);
    states.set(port, state);
    state.owner = port;
    state.handle = loop.handle();
    state.isReferenced = true;
    const { oninit } = symbols;
    if (typeof port[oninit] === 'function') Reflect.apply(port[oninit], port, []);
    return port;
  }

  function createPort(): object {
    return wrap({
      group: new Set(),
      queue: [],
      owner: null,
      handle: null,
      isReceiving: false,
      isScheduled: false,
      isReferenced: true,
    });
  }

  function entangle(pair: object[]): void {
    const group = new Set(pair.map((port) => states.get(port)!));
    for (const state of group) state.group = group;
  }

  function enqueue(state: PortState, message: Cloned | 'close'): void {
    state.queue.push(message);
    schedule(state);
  }

  /** Each message is a callback of its own. A `close` is processed even by ports that do not receive. */
  function schedule(state: PortState): void {
    if (state.isScheduled || !hasDeliverable(state)) return;
    state.isScheduled = true;
    loop.post(() => {
      state.isScheduled = false;
      deliver(state);
      schedule(state);
    });
  }

  function hasDeliverable(state: PortState): boolean {
    const [first] = state.queue;
    return first !== undefined && (state.isReceiving || first === 'close');
  }

  function deliver(state: PortState): void {
    if (!hasDeliverable(state)) return;
    const message = state.queue.shift()!;
    const { owner } = state;
    if (message === 'close') closePort(state);
    else if (owner !== null) {
      const { emitMessage } = perContextExports(environment);
      if (emitMessage !== undefined) Reflect.apply(emitMessage, owner, [message.value, message.ports, 'message']);
    }
  }

  function closePort(state: PortState): void {
    const { owner, handle, group } = state;
    if (owner === null || !states.has(owner)) return;
    states.delete(owner);
    state.owner = null;
    state.handle = null;
    state.queue = [];
    group.delete(state);
    // The other end closes behind the messages that it still has; channels of a name live on.
    if (![...channels.values()].includes(group)) for (const peer of group) enqueue(peer, 'close');
    handle?.close(() => emitClose(owner));
  }

  function emitClose(port: object): void {
    const onclose = (port as Keyed)[symbols.handle_onclose];
    if (typeof onclose === 'function') Reflect.apply(onclose, port, []);
  }

  function stateOf(port: unknown): PortState | undefined {
    if (typeof port !== 'object' || port === null || !ports.has(port)) {
      throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
    }
    return states.get(port);
  }

  function MessageChannel(this: Keyed): void {
    if (new.target === undefined) {
      throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
    }
    const pair = [createPort(), createPort()];
    entangle(pair);
    [this['port1'], this['port2']] = pair;
  }

  return {
    MessagePort: MessagePort as unknown as { prototype: object },
    MessageChannel,
    context,
    createPort,
    entangle,
    receive(port) {
      const state = stateOf(port);
      const [first] = state?.queue ?? [];
      if (state === undefined || first === undefined || first === 'close') return undefined;
      state.queue.shift();
      return first;
    },
    stop(port) {
      const state = states.get(port);
      if (state !== undefined) state.isReceiving = false;
    },
    drain(port) {
      const state = states.get(port);
      for (let left = state?.queue.length ?? 0; state !== undefined && left > 0; left--) deliver(state);
    },
    broadcastChannel(name) {
      const port = createPort();
      const state = states.get(port)!;
      const group = channels.get(name) ?? new Set<PortState>();
      channels.set(name, group);
      group.add(state);
      state.group = group;
      return port;
    },
  };
}
