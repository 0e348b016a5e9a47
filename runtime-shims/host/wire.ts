/**
 * The wire of `@webcontainer/api` 1.x: Comlink 4.3's messages, which number their types (later Comlinks name them, so
 * the package `comlink` of today does not understand this wire). The serving side, and calls of functions that the
 * other side passed.
 *
 * Only what an object here lists can be reached: a path is one name of an own property, never a chain into prototypes.
 */

/** Types of a request. */
const GET = 0;
const APPLY = 2;
const ENDPOINT = 4;
const RELEASE = 5;
/** Types of a value. */
const RAW = 0;
const HANDLER = 3;

interface WireValue {
  type: number;
  name?: string;
  value?: unknown;
}

interface WireRequest {
  id: string;
  type: number;
  path?: string[];
  argumentList?: WireValue[];
}

/** A function of the other side; the promise is kept when the other side has run it. */
export interface RemoteFunction {
  (...parameters: unknown[]): Promise<unknown>;
  release(): void;
}

/** The properties of an object served: functions are called, all else (promises included) is a value to get. */
export type Served = Record<string, unknown>;

/** A value whose buffers move to the other side instead of being copied. */
export class Transfer {
  readonly value: unknown;
  readonly transferables: Transferable[];
  constructor(value: unknown, transferables: Transferable[]) {
    this.value = value;
    this.transferables = transferables;
  }
}

/** An object that the other side gets as a proxy. */
export class Proxied {
  readonly served: Served | ((...parameters: never[]) => unknown);
  constructor(served: Served | ((...parameters: never[]) => unknown)) {
    this.served = served;
  }
}

/** A port at which a proxied object is served elsewhere, to be passed on. */
export class ProxiedPort {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    this.port = port;
  }
}

function remoteFunction(port: MessagePort): RemoteFunction {
  const waiting = new Map<string, () => void>();
  let calls = 0;
  port.onmessage = ({ data }: MessageEvent<{ id?: string } | null>) => {
    const id = data?.id ?? '';
    waiting.get(id)?.();
    waiting.delete(id);
  };
  const call = (...parameters: unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      const id = String(++calls);
      waiting.set(id, () => resolve(undefined));
      const transferables: Transferable[] = [];
      const argumentList = parameters.map((parameter) => toWire(parameter, transferables));
      port.postMessage({ id, type: APPLY, path: [], argumentList }, transferables);
    });
  return Object.assign(call, {
    release() {
      for (const resolve of waiting.values()) resolve();
      waiting.clear();
      port.postMessage({ id: 'release', type: RELEASE, path: [] });
    },
  });
}

function toWire(value: unknown, transferables: Transferable[]): WireValue {
  if (value instanceof Transfer) {
    transferables.push(...value.transferables);
    return { type: RAW, value: value.value };
  }
  if (value instanceof ProxiedPort) {
    transferables.push(value.port);
    return { type: HANDLER, name: 'proxy', value: value.port };
  }
  if (value instanceof Proxied) {
    const { port1, port2 } = new MessageChannel();
    serve(value.served, port1);
    transferables.push(port2);
    return { type: HANDLER, name: 'proxy', value: port2 };
  }
  return { type: RAW, value };
}

function fromWire(wire: WireValue): unknown {
  if (wire.type === HANDLER && wire.name === 'proxy') return remoteFunction(wire.value as MessagePort);
  return wire.value;
}

function thrown(error: unknown): WireValue {
  if (!(error instanceof Error)) return { type: HANDLER, name: 'throw', value: { isError: false, value: error } };
  // Beyond Comlink's three, Node's own properties travel along: `code`, `errno`, `syscall`, `path`, `dest`.
  const value = { ...error, message: error.message, name: error.name, stack: error.stack };
  return { type: HANDLER, name: 'throw', value: { isError: true, value } };
}

function answer(served: Proxied['served'], request: WireRequest): unknown {
  const [name, ...deeper] = request.path ?? [];
  const parameters = (request.argumentList ?? []).map(fromWire) as never[];
  if (name === undefined) {
    if (request.type === APPLY && typeof served === 'function') return served(...parameters);
    return undefined;
  }
  if (deeper.length || typeof served === 'function' || !Object.hasOwn(served, name)) {
    throw new TypeError(`'${[name, ...deeper].join('.')}' is not implemented by this runtime`);
  }
  const member = served[name];
  if (request.type !== APPLY) return typeof member === 'function' ? undefined : member;
  if (typeof member !== 'function') throw new TypeError(`'${name}' is not a function`);
  return member.apply(served, parameters);
}

/** Answers the requests that arrive at `port` out of `served`, until the other side releases it. */
export function serve(served: Proxied['served'], port: MessagePort, released?: () => void): void {
  port.onmessage = async ({ data }: MessageEvent<WireRequest | null>) => {
    if (!data?.id) return;
    const transferables: Transferable[] = [];
    let result: WireValue;
    try {
      if (data.type === RELEASE) result = { type: RAW, value: undefined };
      else if (data.type === ENDPOINT) {
        const { port1, port2 } = new MessageChannel();
        serve(served, port1);
        result = toWire(new Transfer(port2, [port2]), transferables);
      } else if (data.type === GET || data.type === APPLY) result = toWire(await answer(served, data), transferables);
      else throw new TypeError(`request type ${data.type} is not served`);
    } catch (error) {
      result = thrown(error);
    }
    try {
      port.postMessage({ ...result, id: data.id }, transferables);
    } catch (error) {
      port.postMessage({ ...thrown(new TypeError(`the result cannot be sent: ${error}`)), id: data.id });
    }
    if (data.type === RELEASE) {
      port.close();
      released?.();
    }
  };
}
