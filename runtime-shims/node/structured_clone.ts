/**
 * The structured clone algorithm as Node runs it (src/node_messaging.cc and V8's ValueSerializer), within one thread:
 * the browser's own would make plain objects of Node's classes, which say by `transfer_mode_private_symbol` and the
 * messaging symbols how they are cloned or transferred.
 */
import { types } from './bindings/types.ts';
import {
  type CloneContext,
  createDescribed,
  dataCloneError,
  isSharedNative,
  modeOf,
  NOT_LISTED,
  TransferList,
  UnreadableMessage,
} from './clone_context.ts';
import { createNative } from './native_objects.ts';
import { isPlainObject } from './plain_object.ts';
import { proxyDetailsOf } from './tracked_proxy.ts';
import { describeUncloneable, isUncloneable } from './uncloneable.ts';

export interface Cloned {
  value: unknown;
  /** The new objects of the ports in the transfer list, in its order. */
  ports: object[];
}

type Keyed = Record<PropertyKey, unknown>;

const errorConstructors: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

export function structuredCloneOf(context: CloneContext, value: unknown, transferList: readonly unknown[]): Cloned {
  return new Cloner(context, transferList).run(value);
}

class Cloner {
  readonly #context: CloneContext;
  readonly #seen = new Map<object, object>();
  readonly #list: TransferList;
  readonly #ports = new Map<object, object>();

  constructor(context: CloneContext, transferList: readonly unknown[]) {
    this.#context = context;
    this.#list = new TransferList(context, transferList);
  }

  run(value: unknown): Cloned {
    let clone: unknown;
    try {
      clone = this.#clone(value);
    } catch (error) {
      if (error instanceof UnreadableMessage) this.#list.detachNatives(false);
      throw error;
    }
    // Only now, when nothing can fail any more, do the originals lose what they had.
    for (const buffer of this.#list.buffers) if (!this.#seen.has(buffer)) buffer.transfer();
    this.#list.detachNatives(false);
    const ports: object[] = [];
    for (const port of this.#list.ports) ports.push(this.#transferPort(port));
    return { value: clone, ports };
  }

  #fail(message: string): never {
    throw dataCloneError(this.#context.environment, message);
  }

  #refuse(value: unknown): never {
    return this.#fail(`${describeUncloneable(value)} could not be cloned.`);
  }

  #transferPort(port: object): object {
    let made = this.#ports.get(port);
    if (made === undefined) {
      made = this.#context.ports.transfer(port);
      this.#ports.set(port, made);
    }
    return made;
  }

  #clone(value: unknown): unknown {
    if (typeof value === 'symbol' || typeof value === 'function') this.#refuse(value);
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    return this.#cloneObject(value);
  }

  #remember<T extends object>(original: object, clone: T): T {
    this.#seen.set(original, clone);
    return clone;
  }

  #cloneObject(object: object): object {
    if (proxyDetailsOf(object) !== undefined) this.#refuse(object);
    if (isSharedNative(object)) return object;
    if (this.#context.ports.isTransferable(object)) {
      if (!this.#list.ports.has(object)) this.#fail(NOT_LISTED);
      return this.#transferPort(object);
    }
    const native = this.#list.describeNative(object);
    if (native !== undefined) return this.#remember(object, createNative(this.#context.environment, native));
    const mode = modeOf(object);
    // V8 asks a buffer for no mode.
    if (mode !== undefined && !types.isAnyArrayBuffer(object)) return this.#cloneHostObject(object, mode);
    return this.#cloneBuiltin(object) ?? this.#clonePlain(object);
  }

  #cloneHostObject(object: object, mode: number): object {
    const { data, deserializeInfo } = this.#list.describe(object, mode);
    const { object: clone, fill } = this.#createDescribed(data, deserializeInfo);
    this.#remember(object, clone);
    fill(this.#clone(data));
    return clone;
  }

  /** What cannot be sent is the sender's error, and comes before what the receiver cannot read. */
  #createDescribed(data: unknown, deserializeInfo: string): ReturnType<typeof createDescribed> {
    try {
      return createDescribed(this.#context, deserializeInfo);
    } catch (error) {
      this.#clone(data);
      throw error;
    }
  }

  #cloneBuiltin(object: object): object | undefined {
    if (Array.isArray(object)) return this.#copyProperties(object, this.#remember(object, new Array(object.length)));
    if (isPlainObject(object)) return undefined;
    if (types.isArrayBuffer(object)) return this.#cloneBuffer(object as ArrayBuffer);
    if (types.isSharedArrayBuffer(object)) return object;
    if (ArrayBuffer.isView(object)) return this.#cloneView(object);
    if (types.isDate(object)) return this.#remember(object, new Date((object as Date).getTime()));
    if (types.isRegExp(object)) {
      const { source, flags } = object as RegExp;
      return this.#remember(object, new RegExp(source, flags));
    }
    if (types.isMap(object)) return this.#cloneMap(object as Map<unknown, unknown>);
    if (types.isSet(object)) return this.#cloneSet(object as Set<unknown>);
    if (types.isNativeError(object)) return this.#cloneError(object as Error);
    if (types.isSymbolObject(object)) return this.#refuse(object);
    if (types.isBoxedPrimitive(object)) return this.#remember(object, Object(object.valueOf()) as object);
    if (object instanceof WebAssembly.Module || object instanceof WebAssembly.Memory) return object;
    if (isUncloneable(object)) return this.#refuse(object);
    return undefined;
  }

  #cloneBuffer(buffer: ArrayBuffer): ArrayBuffer {
    if (this.#list.buffers.has(buffer)) return this.#remember(buffer, buffer.transfer());
    if (buffer.detached) return this.#fail('An ArrayBuffer is detached and could not be cloned.');
    if (!buffer.resizable) return this.#remember(buffer, buffer.slice(0));
    const clone = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength });
    new Uint8Array(clone).set(new Uint8Array(buffer));
    return this.#remember(buffer, clone);
  }

  #cloneView(view: ArrayBufferView): ArrayBufferView {
    const { byteOffset, byteLength } = view;
    const elements = (view as Uint8Array).length as number | undefined;
    const buffer = this.#clone(view.buffer) as ArrayBuffer;
    if (elements === undefined) return this.#remember(view, new DataView(buffer, byteOffset, byteLength));
    const Constructor = typedArrayConstructors.get(typedArrayName(view)) ?? Uint8Array;
    return this.#remember(view, new Constructor(buffer, byteOffset, elements));
  }

  #cloneMap(map: Map<unknown, unknown>): Map<unknown, unknown> {
    const clone = this.#remember(map, new Map<unknown, unknown>());
    for (const [key, value] of [...map]) clone.set(this.#clone(key), this.#clone(value));
    return clone;
  }

  #cloneSet(set: Set<unknown>): Set<unknown> {
    const clone = this.#remember(set, new Set<unknown>());
    for (const value of [...set]) clone.add(this.#clone(value));
    return clone;
  }

  #cloneError(error: Error): Error {
    const message = Reflect.getOwnPropertyDescriptor(error, 'message');
    const Constructor = errorConstructors[String(error.name)] ?? Error;
    const clone = this.#remember(
      error,
      message === undefined ? new Constructor() : new Constructor(String(message.value)),
    );
    const stack: unknown = error.stack;
    const hidden = { writable: true, configurable: true, enumerable: false };
    if (typeof stack === 'string') Object.defineProperty(clone, 'stack', { ...hidden, value: stack });
    if (Object.hasOwn(error, 'cause')) {
      Object.defineProperty(clone, 'cause', { ...hidden, value: this.#clone(error.cause) });
    }
    return clone;
  }

  #clonePlain(object: object): object {
    return this.#copyProperties(object, this.#remember(object, {}));
  }

  #copyProperties<T extends object>(from: object, to: T): T {
    for (const key of Object.keys(from)) {
      // A getter that ran before may have deleted it.
      if (!Object.hasOwn(from, key)) continue;
      const value = this.#clone((from as Keyed)[key]);
      Object.defineProperty(to, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return to;
  }
}

type TypedArrayConstructor = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;
const typedArrayConstructors = new Map<string, TypedArrayConstructor>(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    ...('Float16Array' in globalThis ? [(globalThis as unknown as Keyed)['Float16Array'] as typeof Uint8Array] : []),
  ].map((Constructor) => [Constructor.name, Constructor as unknown as TypedArrayConstructor]),
);

const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!
  .get as (this: ArrayBufferView) => string;
function typedArrayName(view: ArrayBufferView): string {
  return Reflect.apply(typedArrayTag, view, []);
}
