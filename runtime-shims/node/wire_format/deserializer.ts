/** ValueDeserializer of V8 (src/objects/value-serializer.cc): bytes to values. */

import { types } from '../bindings/types.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { decodeUtf16 } from '../bytes/utf16.ts';
import { bytesToByteString } from '../string_bytes.ts';
import { ErrorTag, errorByTag, LATEST_VERSION, REGEXP_FLAGS, Tag, ViewFlag, viewByTag } from './tags.ts';

export interface DeserializerDelegate {
  /** Reads an object of its own from where the deserializer is. */
  readHostObject(): object;
}

/** Data that is none: told to the caller as one error, whatever was wrong. */
class InvalidData extends Error {}
const FAILED = 'Unable to deserialize cloned data.';
const BAD_VERSION = 'Unable to deserialize cloned data due to invalid or unsupported version.';

/** Older data is refused. */
const OLDEST_VERSION = 13;
const VIEWS_HAVE_FLAGS = 14;

const mapSet = Map.prototype.set;
const setAdd = Set.prototype.add;

export class ValueDeserializer {
  version = 0;
  #at = 0;
  #nextId = 0;
  readonly #bytes: Uint8Array;
  #dataView: DataView | undefined;
  readonly #delegate: DeserializerDelegate;
  readonly #objects = new Map<number, object>();
  readonly #transfers = new Map<number, object>();

  constructor(bytes: Uint8Array, delegate: DeserializerDelegate) {
    this.#bytes = bytes;
    this.#delegate = delegate;
  }

  get #view(): DataView {
    this.#dataView ??= new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    return this.#dataView;
  }

  transferArrayBuffer(id: number, buffer: object): void {
    this.#transfers.set(id, buffer);
  }

  readHeader(): boolean {
    if (this.#bytes[this.#at] !== Tag.Version) throw new Error(BAD_VERSION);
    this.#at++;
    const version = this.readUint32() ?? 0;
    if (version < OLDEST_VERSION || version > LATEST_VERSION) throw new Error(BAD_VERSION);
    this.version = version;
    return true;
  }

  /** `undefined` from these: the data ends before. */
  readUint32(): number | undefined {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return undefined;
      this.#at++;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  readUint64(): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) return undefined;
      this.#at++;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  }

  readDouble(): number | undefined {
    const at = this.skipRawBytes(8);
    return at === undefined ? undefined : this.#view.getFloat64(at, true);
  }

  /** Where the next `length` bytes begin; they are passed over. */
  skipRawBytes(length: number): number | undefined {
    if (!(length >= 0) || length > this.#bytes.length - this.#at) return undefined;
    const start = this.#at;
    this.#at += length;
    return start;
  }

  readValue(): unknown {
    try {
      return this.#object();
    } catch (error) {
      throw error instanceof InvalidData ? new Error(FAILED) : error;
    }
  }

  #uint32(): number {
    return this.readUint32() ?? invalid();
  }

  #skip(length: number): number {
    return this.skipRawBytes(length) ?? invalid();
  }

  #peek(): number | undefined {
    let at = this.#at;
    while (this.#bytes[at] === Tag.Padding) at++;
    return this.#bytes[at];
  }

  #tag(): number {
    for (;;) {
      const tag = this.#bytes[this.#at++] ?? invalid();
      if (tag !== Tag.Padding) return tag;
    }
  }

  #remember<T extends object>(id: number, object: T): T {
    this.#objects.set(id, object);
    return object;
  }

  #object(): unknown {
    const value = this.#untilView();
    if (this.#peek() !== Tag.ArrayBufferView || !types.isAnyArrayBuffer(value)) return value;
    this.#tag();
    return this.#viewOf(value as ArrayBuffer);
  }

  #untilView(): unknown {
    const tag = this.#tag();
    switch (tag) {
      case Tag.VerifyObjectCount:
        this.#uint32();
        return this.#object();
      case Tag.Undefined:
        return undefined;
      case Tag.Null:
        return null;
      case Tag.True:
        return true;
      case Tag.False:
        return false;
      case Tag.Int32: {
        const value = this.#uint32();
        return (value >>> 1) ^ -(value & 1);
      }
      case Tag.Uint32:
        return this.#uint32();
      case Tag.Double:
        return this.readDouble() ?? invalid();
      case Tag.BigInt:
        return this.#bigInt();
      case Tag.Utf8String:
        return this.#utf8();
      case Tag.OneByteString: {
        const length = this.#uint32();
        const start = this.#skip(length);
        return bytesToByteString(this.#bytes, start, start + length);
      }
      case Tag.TwoByteString: {
        const length = this.#uint32();
        const start = length % 2 === 0 ? this.#skip(length) : invalid();
        return decodeUtf16(this.#bytes, start, start + length);
      }
      case Tag.ObjectReference:
        return this.#objects.get(this.#uint32()) ?? invalid();
      case Tag.BeginObject: {
        const object = this.#remember(this.#nextId++, {});
        const count = this.#properties(object, Tag.EndObject);
        return this.#uint32() === count ? object : invalid();
      }
      case Tag.BeginSparseArray:
        return this.#array(false);
      case Tag.BeginDenseArray:
        return this.#array(true);
      case Tag.Date: {
        const time = this.readDouble() ?? invalid();
        return this.#remember(this.#nextId++, new Date(time));
      }
      case Tag.TrueObject:
      case Tag.FalseObject:
      case Tag.NumberObject:
      case Tag.BigIntObject:
      case Tag.StringObject: {
        const id = this.#nextId++;
        return this.#remember(id, Object(this.#boxed(tag)) as object);
      }
      case Tag.RegExp:
        return this.#regExp();
      case Tag.BeginMap:
        return this.#map();
      case Tag.BeginSet:
        return this.#set();
      case Tag.ArrayBuffer:
        return this.#arrayBuffer(false);
      case Tag.ResizableArrayBuffer:
        return this.#arrayBuffer(true);
      case Tag.ArrayBufferTransfer:
      case Tag.SharedArrayBuffer: {
        const id = this.#nextId++;
        return this.#remember(id, this.#transfers.get(this.#uint32()) ?? invalid());
      }
      case Tag.Error:
        return this.#error();
      case Tag.HostObject:
        return this.#hostObject();
      default:
        return invalid();
    }
  }

  #hostObject(): object {
    const id = this.#nextId++;
    return this.#remember(id, this.#delegate.readHostObject());
  }

  #utf8(): string {
    const length = this.#uint32();
    const start = this.#skip(length);
    return decodeUtf8(this.#bytes, start, start + length);
  }

  #string(): string {
    const value = this.#object();
    return typeof value === 'string' ? value : invalid();
  }

  #bigInt(): bigint {
    const bits = this.#uint32();
    const length = (bits >>> 1) & ~7;
    const start = this.#skip(length);
    let value = 0n;
    for (let at = length - 8; at >= 0; at -= 8) value = (value << 64n) | this.#view.getBigUint64(start + at, true);
    return bits & 1 ? -value : value;
  }

  #boxed(tag: number): unknown {
    if (tag === Tag.NumberObject) return this.readDouble() ?? invalid();
    if (tag === Tag.BigIntObject) return this.#bigInt();
    if (tag === Tag.StringObject) return this.#string();
    return tag === Tag.TrueObject;
  }

  /** Keys and values up to `end`; gives how many. */
  #properties(object: object, end: number): number {
    for (let count = 0; ; count++) {
      if (this.#peek() === end) {
        this.#tag();
        return count;
      }
      const key = this.#object();
      if (typeof key !== 'string' && typeof key !== 'number') return invalid();
      const value = this.#object();
      // Assignment would run a setter where one is inherited, as that of `__proto__` is.
      if (key in object) {
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      } else (object as Record<string | number, unknown>)[key] = value;
    }
  }

  #array(isDense: boolean): unknown[] {
    const length = this.#uint32();
    // An element is at least one byte long.
    if (isDense && length > this.#bytes.length - this.#at) return invalid();
    const array = this.#remember(this.#nextId++, new Array<unknown>(length));
    for (let i = 0; isDense && i < length; i++) {
      if (this.#peek() === Tag.TheHole) {
        this.#tag();
        continue;
      }
      array[i] = this.#object();
    }
    const count = this.#properties(array, isDense ? Tag.EndDenseArray : Tag.EndSparseArray);
    return this.#uint32() === count && this.#uint32() === length ? array : invalid();
  }

  #regExp(): RegExp {
    const id = this.#nextId++;
    const source = this.#string();
    const bits = this.#uint32();
    if (bits >>> REGEXP_FLAGS.length !== 0) return invalid();
    const flags = REGEXP_FLAGS.filter((flag, bit) => (bits & (1 << bit)) !== 0 && (flag !== '' || invalid()));
    return this.#remember(id, new RegExp(source, flags.join('')));
  }

  #map(): Map<unknown, unknown> {
    const map = this.#remember(this.#nextId++, new Map<unknown, unknown>());
    let length = 0;
    for (; this.#peek() !== Tag.EndMap; length += 2) {
      const key = this.#object();
      Reflect.apply(mapSet, map, [key, this.#object()]);
    }
    this.#tag();
    return this.#uint32() === length ? map : invalid();
  }

  #set(): Set<unknown> {
    const set = this.#remember(this.#nextId++, new Set());
    let length = 0;
    for (; this.#peek() !== Tag.EndSet; length++) Reflect.apply(setAdd, set, [this.#object()]);
    this.#tag();
    return this.#uint32() === length ? set : invalid();
  }

  #arrayBuffer(isResizable: boolean): ArrayBuffer {
    const id = this.#nextId++;
    const length = this.#uint32();
    const maxByteLength = isResizable ? this.#uint32() : length;
    if (length > maxByteLength) return invalid();
    const start = this.#skip(length);
    const buffer = isResizable ? new ArrayBuffer(length, { maxByteLength }) : new ArrayBuffer(length);
    new Uint8Array(buffer).set(this.#bytes.subarray(start, start + length));
    return this.#remember(id, buffer);
  }

  #viewOf(buffer: ArrayBuffer): ArrayBufferView {
    const tag = this.#uint32();
    const offset = this.#uint32();
    const length = this.#uint32();
    if (offset > buffer.byteLength || length > buffer.byteLength - offset) return invalid();
    const flags = this.version >= VIEWS_HAVE_FLAGS ? this.#uint32() : 0;
    const isResizable = types.isArrayBuffer(buffer) && buffer.resizable;
    if (isResizable !== ((flags & ViewFlag.ResizableBuffer) !== 0)) return invalid();
    const id = this.#nextId++;
    const View = viewByTag.get(tag) ?? invalid();
    const size = (View as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    if (offset % size !== 0 || length % size !== 0) return invalid();
    const isTracking = (flags & ViewFlag.LengthTracking) !== 0;
    return this.#remember(id, isTracking ? new View(buffer, offset) : new View(buffer, offset, length / size));
  }

  #error(): Error {
    const id = this.#nextId++;
    let tag = this.#uint32();
    const Constructor = errorByTag.get(tag) ?? Error;
    if (errorByTag.has(tag)) tag = this.#uint32();
    let message: string | undefined;
    let stack: string | undefined;
    if (tag === ErrorTag.Message) {
      message = this.#string();
      tag = this.#uint32();
    }
    if (tag === ErrorTag.Stack) {
      stack = this.#string();
      tag = this.#uint32();
    }
    const hidden = { writable: true, enumerable: false, configurable: true };
    const error = this.#remember(id, message === undefined ? new Constructor() : new Constructor(message));
    Object.defineProperty(error, 'stack', { ...hidden, value: stack });
    if (tag === ErrorTag.Cause) {
      Object.defineProperty(error, 'cause', { ...hidden, value: this.#object() });
      tag = this.#uint32();
    }
    return tag === ErrorTag.End ? error : invalid();
  }
}

function invalid(): never {
  throw new InvalidData();
}
