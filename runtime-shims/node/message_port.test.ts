import { describe, expect, test } from 'vitest';
import { createKernelFromSource } from '../kernel/source_kernel.ts';
import type { Loop, LoopHandle } from './environment.ts';
import { messagingOf } from './message_port.ts';
import { perContextExports } from './per_context.ts';
import { privateSymbols } from './private_symbols.ts';
import { standInEnvironment } from './stand_in_environment.fixture.ts';
import { structuredCloneOf } from './structured_clone.ts';

type Port = {
  postMessage(value: unknown, transfer?: unknown): boolean;
  start(): void;
  close(): void;
  unref(): void;
  hasRef(): boolean | undefined;
  received?: unknown[];
};

const symbols = {
  oninit: Symbol('oninit'),
  handle_onclose: Symbol('handle_onclose'),
  messaging_clone_symbol: Symbol('clone'),
  messaging_transfer_symbol: Symbol('transfer'),
  messaging_transfer_list_symbol: Symbol('transfer list'),
  messaging_deserialize_symbol: Symbol('deserialize'),
};

/** A loop that runs what is posted when told to. */
function setUp() {
  const queue: (() => void)[] = [];
  const handle = (): LoopHandle => ({
    ref() {},
    unref() {},
    hasRef: () => true,
    setActive() {},
    close: (callback) => void queue.push(callback ?? (() => {})),
  });
  const later = (callback: () => void) => void queue.push(callback);
  const loop = { handle, post: later, makeCallback: later, onMessages: null } as unknown as Loop;
  const kernel = createKernelFromSource();
  const environment = standInEnvironment({ kernel, loop });
  Object.assign(environment.internalBinding('symbols'), symbols);
  perContextExports(environment).emitMessage = function (this: Port, data) {
    this.received = [...(this.received ?? []), data];
  } as NonNullable<ReturnType<typeof perContextExports>['emitMessage']>;
  perContextExports(environment).DOMException = DOMException as never;
  const messaging = messagingOf(environment);
  const channel = () => new (messaging.MessageChannel as new () => { port1: Port; port2: Port })();
  const runAll = () => {
    loop.onMessages?.();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
  };
  return { messaging, channel, runAll };
}

describe('MessagePort', () => {
  test('keeps messages until it is started, then tells them in order', () => {
    const { channel, runAll } = setUp();
    const { port1, port2 } = channel();
    port1.postMessage({ n: 1 });
    port1.postMessage('two');
    runAll();
    expect(port2.received).toBeUndefined();
    port2.start();
    runAll();
    expect(port2.received).toEqual([{ n: 1 }, 'two']);
  });

  test('a message can be taken at once, and only once', () => {
    const { channel, messaging } = setUp();
    const { port1, port2 } = channel();
    port1.postMessage([1]);
    expect(messaging.receive(port2)?.value).toEqual([1]);
    expect(messaging.receive(port2)).toBeUndefined();
    expect(() => messaging.receive({})).toThrow('must be a MessagePort instance');
  });

  test('closing one end closes the other, behind its messages', () => {
    const { channel, runAll } = setUp();
    const { port1, port2 } = channel();
    const closed: string[] = [];
    for (const [name, port] of Object.entries({ port1, port2 })) {
      Object.assign(port, { [symbols.handle_onclose]: () => closed.push(name) });
    }
    port2.start();
    port1.postMessage('last');
    port1.close();
    runAll();
    expect(port2.received).toEqual(['last']);
    expect(closed.sort()).toEqual(['port1', 'port2']);
    expect(port1.hasRef()).toBeUndefined();
  });

  test('a transferred port brings its queue and its peer along', () => {
    const { channel, messaging } = setUp();
    const carrier = channel();
    const moved = channel();
    moved.port2.postMessage('waiting');
    carrier.port1.postMessage(moved.port1, [moved.port1]);
    const arrived = messaging.receive(carrier.port2)?.value as Port;
    expect(arrived).not.toBe(moved.port1);
    expect(messaging.receive(arrived)?.value).toBe('waiting');
    arrived.postMessage('back');
    expect(messaging.receive(moved.port2)?.value).toBe('back');
    expect(() => carrier.port1.postMessage(arrived)).toThrow('needs transfer');
  });

  test('channels of a name hear all others but not themselves', () => {
    const { messaging } = setUp();
    const [a, b, c] = ['x', 'x', 'y'].map((name) => messaging.broadcastChannel(name) as Port);
    a!.postMessage('hello');
    expect([a, b, c].map((port) => messaging.receive(port)?.value)).toEqual([undefined, 'hello', undefined]);
  });
});

describe('structured clone', () => {
  const { messaging } = setUp();
  const clone = (value: unknown, transfer: unknown[] = []) =>
    structuredCloneOf(messaging.context, value, transfer).value;

  test('gives what the host gives for plain data', () => {
    const shared = { x: 1 };
    const value = {
      list: Object.assign([], { 0: 1, 2: 3 }),
      map: new Map([[shared, new Set([shared])]]),
      date: new Date(5),
      pattern: /a/gi,
      boxed: Object(1n),
      view: new Float64Array([1.5]),
      nothing: undefined,
    };
    expect(clone(value)).toEqual(structuredClone(value));
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const copy = clone(cyclic) as { self: unknown };
    expect(copy.self).toBe(copy);
    expect(copy).not.toBe(cyclic);
  });

  test('errors keep their kind, stack and cause', () => {
    const error = new RangeError('m', { cause: { a: 1 } });
    const copy = clone(error) as RangeError;
    expect(copy).toBeInstanceOf(RangeError);
    expect([copy.message, copy.stack, copy.cause]).toEqual(['m', error.stack, { a: 1 }]);
  });

  test('a transferred buffer leaves the original detached', () => {
    const buffer = Uint8Array.of(1, 2).buffer;
    const copy = clone({ buffer }, [buffer]) as { buffer: ArrayBuffer };
    expect(buffer.detached).toBe(true);
    expect([...new Uint8Array(copy.buffer)]).toEqual([1, 2]);
  });

  test.each([
    [() => 1, '()=>1 could not be cloned.'],
    [Symbol('x'), 'Symbol(x) could not be cloned.'],
    [Promise.resolve(), '#<Promise> could not be cloned.'],
    [new WeakRef({}), '#<WeakRef> could not be cloned.'],
    [new Map().keys(), '[object Map Iterator] could not be cloned.'],
  ])('%s is refused', (value, message) => {
    const normalized = message.replace(
      '()=>1',
      String(() => 1),
    );
    expect(() => clone(value)).toThrow(normalized);
  });

  test("objects of Node's classes say how they are cloned", () => {
    class Point {
      x = 0;
      constructor() {
        (this as Record<symbol, unknown>)[privateSymbols['transfer_mode_private_symbol']!] = 2;
      }
      [symbols.messaging_clone_symbol]() {
        return { data: { x: this.x }, deserializeInfo: 'internal/point:Point' };
      }
      [symbols.messaging_deserialize_symbol](data: { x: number }) {
        this.x = data.x;
      }
    }
    messaging.context.createObject = (info) => {
      expect(info).toBe('internal/point:Point');
      return new Point();
    };
    const point = new Point();
    point.x = 7;
    const copy = clone([point]) as [Point];
    expect(copy[0]).toBeInstanceOf(Point);
    expect(copy[0].x).toBe(7);
    expect(Object.getOwnPropertySymbols(point)).toEqual([]);
  });
});
