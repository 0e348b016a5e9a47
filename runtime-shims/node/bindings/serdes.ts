/** src/node_serdes.cc: `v8.Serializer` and `v8.Deserializer`, whose subclasses decide about host objects. */
import type { BindingFactory, Environment } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { describeUncloneable } from '../uncloneable.ts';
import { ValueDeserializer } from '../wire_format/deserializer.ts';
import { ValueSerializer } from '../wire_format/serializer.ts';
import { types } from './types.ts';

type Callable = (...parameters: unknown[]) => unknown;
type Keyed = Record<string, unknown>;

function viewBytes(value: unknown, name: string): Uint8Array {
  if (!ArrayBuffer.isView(value)) {
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', `${name} must be a TypedArray or a DataView`);
  }
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** A method that the instance or a subclass may have. */
function methodOf(object: object, name: string): Callable | undefined {
  const method = (object as Keyed)[name];
  return typeof method === 'function' ? (method as Callable) : undefined;
}

function createSerializer(environment: Environment) {
  return class Serializer {
    readonly #serializer = new ValueSerializer({
      dataCloneError: (message) => Reflect.apply(methodOf(this, '_getDataCloneError') ?? Error, this, [message]),
      writeHostObject: (object) => {
        const write = methodOf(this, '_writeHostObject');
        if (!write) throw new Error(`${describeUncloneable(object)} could not be cloned.`);
        Reflect.apply(write, this, [object]);
      },
      sharedArrayBufferId: (buffer) => {
        const identify = methodOf(this, '_getSharedArrayBufferId');
        if (!identify) throw new Error('#<SharedArrayBuffer> could not be cloned.');
        return Number(Reflect.apply(identify, this, [buffer])) >>> 0;
      },
      isHostObject: (object) => messagePorts(environment).has(object),
    });

    writeHeader(): void {
      this.#serializer.writeHeader();
    }

    writeValue(value: unknown): boolean {
      this.#serializer.writeValue(value);
      return true;
    }

    releaseBuffer(): Uint8Array {
      const bytes = this.#serializer.release();
      const { Buffer } = environment.requireBuiltin('buffer') as typeof import('node:buffer');
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    transferArrayBuffer(id: number, buffer: unknown): void {
      if (!types.isArrayBuffer(buffer)) {
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'arrayBuffer must be an ArrayBuffer');
      }
      this.#serializer.transferArrayBuffer(Number(id) >>> 0, buffer as ArrayBuffer);
    }

    writeUint32(value: number): void {
      this.#serializer.writeUint32(Number(value));
    }

    writeUint64(high: number, low: number): void {
      this.#serializer.writeUint64((BigInt(Number(high) >>> 0) << 32n) | BigInt(Number(low) >>> 0));
    }

    writeDouble(value: number): void {
      this.#serializer.writeDouble(Number(value));
    }

    writeRawBytes(source: unknown): void {
      this.#serializer.writeRawBytes(viewBytes(source, 'source'));
    }

    _setTreatArrayBufferViewsAsHostObjects(mode: unknown): void {
      this.#serializer.treatsViewsAsHostObjects = Boolean(mode);
    }
  };
}

/** Ports are the objects of natives that programs most likely try to write. */
function messagePorts(environment: Environment): { has(object: object): boolean } {
  const { MessagePort } = environment.internalBinding('messaging') as { MessagePort: { prototype: object } };
  return { has: (object) => Object.prototype.isPrototypeOf.call(MessagePort.prototype, object) };
}

class Deserializer {
  readonly buffer: unknown;
  readonly #deserializer: ValueDeserializer;

  constructor(buffer: unknown) {
    this.#deserializer = new ValueDeserializer(viewBytes(buffer, 'buffer'), {
      readHostObject: () => {
        const read = methodOf(this, '_readHostObject');
        if (!read) throw new Error('Unable to deserialize cloned data.');
        const object = Reflect.apply(read, this, []);
        const isObject = (typeof object === 'object' && object !== null) || typeof object === 'function';
        if (!isObject) throw new TypeError('readHostObject must return an object');
        return object as object;
      },
    });
    this.buffer = buffer;
  }

  readHeader(): boolean {
    return this.#deserializer.readHeader();
  }

  readValue(): unknown {
    return this.#deserializer.readValue();
  }

  getWireFormatVersion(): number {
    return this.#deserializer.version;
  }

  transferArrayBuffer(id: number, buffer: unknown): void {
    if (!types.isAnyArrayBuffer(buffer)) {
      const message = 'arrayBuffer must be an ArrayBuffer or SharedArrayBuffer';
      throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
    }
    this.#deserializer.transferArrayBuffer(Number(id) >>> 0, buffer as object);
  }

  readUint32(): number {
    const value = this.#deserializer.readUint32();
    if (value === undefined) throw new Error('ReadUint32() failed');
    return value;
  }

  readUint64(): [high: number, low: number] {
    const value = this.#deserializer.readUint64();
    if (value === undefined) throw new Error('ReadUint64() failed');
    return [Number(value >> 32n), Number(BigInt.asUintN(32, value))];
  }

  readDouble(): number {
    const value = this.#deserializer.readDouble();
    if (value === undefined) throw new Error('ReadDouble() failed');
    return value;
  }

  _readRawBytes(length: number): number {
    const offset = this.#deserializer.skipRawBytes(Math.trunc(Number(length)) || 0);
    if (offset === undefined) throw new Error('ReadRawBytes() failed');
    return offset;
  }
}

export const binding: BindingFactory = (environment) => ({ Serializer: createSerializer(environment), Deserializer });
