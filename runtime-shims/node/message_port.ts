/**
 * MessagePort (src/node_messaging.cc): a queue of messages already cloned. Two ports of one thread are entangled
 * directly; so a message is there for receiveMessageOnPort as soon as it is posted. A port that leaves for another thread
 * goes by way of the kernel, which also holds what is there at once (port_queue.ts).
 */
import { activeResourcesOf } from './active_resources.ts';
import { type AsyncWrap, asyncWrapOf } from './async_wrap.ts';
import { type CloneContext, dataCloneError, UnreadableMessage } from './clone_context.ts';
import type { Environment } from './environment.ts';
import { nativeError } from './native_error.ts';
import { perContextExports } from './per_context.ts';
import { perEnvironment } from './per_environment.ts';
import { newPortState, PortQueues, type PortState } from './port_queue.ts';
import { type Cloned, structuredCloneOf } from './structured_clone.ts';
import { threadLinkOf } from './thread_link.ts';

/** Messages that one port delivers before others get their turn (MessagePort::OnMessage). */
const MESSAGES_PER_TURN = 1000;
const POSTED_TO_ITSELF = 'The target port was posted to itself, and the communication channel was lost';

export interface Messaging {
  MessagePort: { prototype: object };
  MessageChannel: unknown;
  context: CloneContext;
  createPort(): object;
  /** An object for a port of the kernel that is this thread's. */
  adoptPort(address: number): object;
  entangle(ports: object[]): void;
  /** `undefined`: nothing there; throws for what is no port. */
  receive(port: unknown): Cloned | undefined;
  stop(port: object): void;
  drain(port: object): void;
  broadcastChannel(name: string): object;
  /** Whether the object still has its port; throws for what is no port. */
  isOpen(port: unknown): boolean;
}

type Keyed = Record<PropertyKey, unknown>;

function optionsOf(transfer: unknown): readonly unknown[] {
  if (transfer === undefined || transfer === null) return [];
  const invalid = (what: string): never => {
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', `Optional ${what} argument must be an iterable`);
  };
  if (typeof transfer !== 'object') return invalid('transferList');
  const entries = readIterable(transfer);
  if (entries) return entries;
  const list = (transfer as { transfer?: unknown }).transfer;
  return list === undefined ? [] : (readIterable(list) ?? invalid('options.transfer'));
}

/** Null for what is no iterable (ReadIterable of src/node_messaging.cc). */
function readIterable(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value;
  const iterate = (value as Keyed)[Symbol.iterator];
  if (typeof iterate !== 'function') return null;
  const iterator: unknown = Reflect.apply(iterate, value, []);
  if (typeof iterator !== 'object' || iterator === null) return null;
  const { next } = iterator as Keyed;
  if (typeof next !== 'function') return null;
  const entries: unknown[] = [];
  for (;;) {
    const step: unknown = Reflect.apply(next, iterator, []);
    if (typeof step !== 'object' || step === null) return null;
    if ((step as Keyed)['done']) return entries;
    entries.push((step as Keyed)['value']);
  }
}

export const messagingOf: (environment: Environment) => Messaging = perEnvironment(createMessaging);

function createMessaging(environment: Environment): Messaging {
  const { loop } = environment;
  const AsyncWrap = asyncWrapOf(environment);
  const active = activeResourcesOf(environment);
  const symbols = environment.internalBinding('symbols') as { oninit: symbol; handle_onclose: symbol };
  const states = new WeakMap<object, PortState>();

  // What a port inherits natively from HandleWrap; the library puts NodeEventTarget in its place and copies from here.
  const handlePrototype: object = {
    close(this: object, callback?: unknown): void {
      const state = states.get(this);
      if (typeof callback === 'function') (this as Keyed)[symbols.handle_onclose] = callback;
      if (state === undefined) return;
      // uv_close() is told of later; what came with the message under way is still delivered.
      closing.set(this, state.isReferenced);
      if (state.isDelivering) state.isClosing = true;
      else closePort(state);
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
      return states.get(this)?.isReferenced ?? closing.get(this);
    },
  };
  const ports = new WeakSet<object>();
  /** Closed by the program, which has not been told yet: whether they are referenced. */
  const closing = new WeakMap<object, boolean>();
  const wraps = new WeakMap<object, AsyncWrap>();

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
      if (state.address !== 0) {
        queues.post(state, value, list);
        return true;
      }
      const peer = [...state.group].find((each) => each !== state);
      const isDoomed = peer?.owner != null && list.includes(peer.owner);
      const message = cloneOrReason(value, list);
      if (isDoomed) {
        environment.process.emitWarning(POSTED_TO_ITSELF);
        closePort(state);
      } else if (peer !== undefined) enqueue(peer, message);
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
      isDetached: (object) => !states.has(object),
      transfer: (object) => wrap(takeFrom(object)),
    },
  };

  const link = threadLinkOf(environment);
  const queues = new PortQueues({
    context,
    link,
    adopt: (address) => wrap(newPortState(address)),
    release(object) {
      const state = takeFrom(object);
      queues.moveToKernel(state);
      watch();
      return state;
    },
  });
  link.onArrival = () => {
    for (const state of queues.waiting()) schedule(state);
  };

  /** From the first port of the kernel on, the loop asks for what came. */
  function watch(): void {
    loop.onMessages ??= () => {
      if (queues.isEmpty) return;
      for (const { state, isClosed } of queues.ready()) {
        if ((state.isReceiving || isClosed) && !state.isScheduled) {
          state.isScheduled = true;
          loop.makeCallback(() => deliver(state, MESSAGES_PER_TURN));
        }
      }
    };
  }

  /** The object loses its port. */
  function takeFrom(object: object): PortState {
    const state = states.get(object);
    if (state === undefined) throw dataCloneError(environment, 'MessagePort in transfer list is already detached');
    states.delete(object);
    active.remove(object);
    const { handle } = state;
    state.handle = null;
    state.owner = null;
    state.isReceiving = false;
    handle?.close(() => emitClose(object));
    return state;
  }

  function wrap(state: PortState): object {
    const port = Object.create(MessagePort.prototype) as Keyed;
    ports.add(port);
    states.set(port, state);
    state.owner = port;
    state.handle = loop.handle();
    state.isReferenced = true;
    active.addHandle(port, 'MESSAGEPORT', () => state.isReferenced);
    const asyncWrap = new AsyncWrap();
    AsyncWrap.setProvider(asyncWrap, 'MESSAGEPORT');
    asyncWrap.asyncReset(port);
    wraps.set(port, asyncWrap);
    queues.add(state);
    if (state.address !== 0) watch();
    const { oninit } = symbols;
    if (typeof port[oninit] === 'function') Reflect.apply(port[oninit], port, []);
    return port;
  }

  function createPort(): object {
    return wrap(newPortState(0));
  }

  function entangle(pair: object[]): void {
    const group = new Set(pair.map((port) => states.get(port)!));
    for (const state of group) state.group = group;
  }

  function cloneOrReason(value: unknown, list: readonly unknown[]): Cloned | UnreadableMessage {
    try {
      return structuredCloneOf(context, value, list);
    } catch (error) {
      if (error instanceof UnreadableMessage) return error;
      throw error;
    }
  }

  function enqueue(state: PortState, message: Cloned | UnreadableMessage | 'close'): void {
    state.queue.push(message);
    schedule(state);
  }

  /** A `close` is processed even by ports that do not receive. */
  function isDeliverable(state: PortState): boolean {
    const [first] = state.queue;
    if (first === undefined) return state.address !== 0 && state.isReceiving;
    return state.isReceiving || first === 'close';
  }

  function schedule(state: PortState): void {
    if (state.isScheduled || !isDeliverable(state)) return;
    state.isScheduled = true;
    loop.post(() => deliver(state, MESSAGES_PER_TURN));
  }

  /** Each message is a callback of its own. */
  function deliver(state: PortState, left: number): void {
    state.isScheduled = false;
    state.isDelivering = true;
    let isOver = true;
    try {
      if (!deliverOne(state)) return;
      if (left <= 1) schedule(state);
      else if (isDeliverable(state)) {
        isOver = false;
        state.isScheduled = true;
        loop.makeCallback(() => deliver(state, left - 1));
      }
    } finally {
      if (isOver) {
        state.isDelivering = false;
        if (state.isClosing) closePort(state);
      }
    }
  }

  /** Answers whether there may be more. */
  function deliverOne(state: PortState): boolean {
    const { owner } = state;
    if (owner === null) return false;
    if (!state.isReceiving && state.queue.length > 0 && state.queue[0] !== 'close') return false;
    const { emitMessage } = perContextExports(environment);
    const emit = (...parameters: unknown[]) => {
      if (emitMessage === undefined) return;
      AsyncWrap.call(wraps.get(owner) as AsyncWrap, () => Reflect.apply(emitMessage, owner, parameters));
    };
    let message: Cloned | 'close' | undefined;
    try {
      message = queues.take(state);
    } catch (error) {
      emit(error, undefined, 'messageerror');
      return true;
    }
    if (message === undefined) return false;
    if (message === 'close') closePort(state);
    else emit(message.value, message.ports, 'message');
    return message !== 'close';
  }

  function closePort(state: PortState): void {
    const { owner, handle, group } = state;
    if (owner === null || !states.has(owner)) return;
    states.delete(owner);
    active.remove(owner);
    state.owner = null;
    state.handle = null;
    state.queue = [];
    if (state.address !== 0) {
      queues.remove(state);
      environment.kernel.portClose(state.address);
    }
    group.delete(state);
    handle?.close(() => {
      // The other end closes behind the messages that it still has (MessagePort::OnClose).
      for (const peer of group) enqueue(peer, 'close');
      emitClose(owner);
    });
  }

  function emitClose(port: object): void {
    closing.set(port, false);
    AsyncWrap.destroy(wraps.get(port) as AsyncWrap);
    const onclose = (port as Keyed)[symbols.handle_onclose];
    if (typeof onclose === 'function') Reflect.apply(onclose, port, []);
    closing.delete(port);
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
    adoptPort: (address) => wrap(newPortState(address)),
    entangle,
    receive(port) {
      const state = stateOf(port);
      if (state === undefined) return undefined;
      const message = queues.take(state);
      if (message !== 'close') return message;
      closePort(state);
      return undefined;
    },
    isOpen: (port) => stateOf(port) !== undefined,
    stop(port) {
      const state = states.get(port);
      if (state !== undefined) state.isReceiving = false;
    },
    drain(port) {
      const state = states.get(port);
      if (state === undefined) return;
      const before = state.isReceiving;
      // MessagePort::Drain: whether or not it was started.
      state.isReceiving = true;
      while (states.get(port) === state && deliverOne(state)) {}
      state.isReceiving = before;
    },
    broadcastChannel(name) {
      const address = environment.kernel.portJoin(name);
      if (address < 0) throw nativeError(Error, 'ERR_OUT_OF_MEMORY', 'There is no memory for another channel');
      return wrap(newPortState(address));
    },
  };
}
