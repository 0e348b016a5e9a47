/** ValueSerializer of V8 (src/objects/value-serializer.cc): values to bytes. */
import { types } from '../bindings/types.ts';
import { isPlainObject } from '../plain_object.ts';
import { describeUncloneable, isUncloneable } from '../uncloneable.ts';
import { ErrorTag, errorTagOf, LATEST_VERSION, REGEXP_FLAGS, Tag, ViewFlag, viewName, viewTagOf } from './tags.ts';

/** What its embedder decides. Each of them may throw. */
export interface SerializerDelegate {
  /** The error for what cannot be written. */
  dataCloneError(message: string): unknown;
  writeHostObject(object: object): void;
  sharedArrayBufferId(buffer: SharedArrayBuffer): number;
  /** Is it one that JavaScript only holds, and a native knows how to write? */
  isHostObject?(object: object): boolean;
}

const FIRST_CAPACITY = 256;
/** Of one serializer at a time: new memory is what costs most of a small value. */
let idleBytes: Uint8Array<ArrayBuffer> | null = null;
/** Larger ones are not kept. */
const IDLE_CAPACITY = 65_536;
const EMPTY = new Uint8Array(0);
const double = new DataView(new ArrayBuffer(8));
const doubleBytes = new Uint8Array(double.buffer);

function takeIdleBytes(): Uint8Array<ArrayBuffer> {
  const bytes = idleBytes ?? new Uint8Array(FIRST_CAPACITY);
  idleBytes = null;
  return bytes;
}
const MAX_UINT32 = 0xffffffff;

const numberValue = Number.prototype.valueOf;
const booleanValue = Boolean.prototype.valueOf;
const bigIntValue = BigInt.prototype.valueOf;
const stringValue = String.prototype.valueOf;
const dateValue = Date.prototype.getTime;

/** V8's Smi on 64-bit machines without pointer compression. */
const isSmall = (value: number): boolean => (value | 0) === value && !Object.is(value, -0);

/** The array index that a property's key is, or -1. */
function indexOf(key: string): number {
  const first = key.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39)) return -1;
  const index = Number(key);
  return index < MAX_UINT32 && Number.isInteger(index) && String(index) === key ? index : -1;
}

export class ValueSerializer {
  treatsViewsAsHostObjects = false;
  readonly #delegate: SerializerDelegate;
  readonly #ids = new Map<object, number>();
  readonly #transfers = new Map<ArrayBuffer, number>();
  #bytes = takeIdleBytes();
  #length = 0;

  constructor(delegate: SerializerDelegate) {
    this.#delegate = delegate;
  }

  /** What was written since the beginning or the last release. */
  release(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.#length);
    if (this.#bytes.length <= IDLE_CAPACITY) idleBytes = this.#bytes;
    this.#bytes = EMPTY;
    this.#length = 0;
    return bytes;
  }

  transferArrayBuffer(id: number, buffer: ArrayBuffer): void {
    this.#transfers.set(buffer, id);
  }

  writeHeader(): void {
    this.#byte(Tag.Version);
    this.writeUint32(LATEST_VERSION);
  }

  writeUint32(value: number): void {
    let rest = value >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.#byte((rest & 0x7f) | 0x80);
    this.#byte(rest);
  }

  writeUint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.#byte(Number(rest & 0x7fn) | 0x80);
    this.#byte(Number(rest));
  }

  writeDouble(value: number): void {
    double.setFloat64(0, value, true);
    this.writeRawBytes(doubleBytes);
  }

  writeRawBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  writeValue(value: unknown): void {
    switch (typeof value) {
      case 'undefined':
        this.#byte(Tag.Undefined);
        break;
      case 'boolean':
        this.#byte(value ? Tag.True : Tag.False);
        break;
      case 'number':
        this.#number(value);
        break;
      case 'bigint':
        this.#byte(Tag.BigInt);
        this.#bigInt(value);
        break;
      case 'string':
        this.#string(value);
        break;
      case 'symbol':
        this.#refuse(value);
        break;
      default:
        if (value === null) this.#byte(Tag.Null);
        else this.#receiver(value as object);
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length) + FIRST_CAPACITY);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  #refuse(value: unknown): never {
    throw this.#delegate.dataCloneError(`${describeUncloneable(value)} could not be cloned.`);
  }

  #number(value: number): void {
    if (isSmall(value)) {
      this.#byte(Tag.Int32);
      this.writeUint32((value << 1) ^ (value >> 31));
    } else {
      this.#byte(Tag.Double);
      this.writeDouble(value);
    }
  }

  /** Sign, twice the length in bytes, then 64-bit digits, the lowest first. */
  #bigInt(value: bigint): void {
    const isNegative = value < 0n;
    let rest = isNegative ? -value : value;
    const digits: bigint[] = [];
    for (; rest > 0n; rest >>= 64n) digits.push(BigInt.asUintN(64, rest));
    this.writeUint32((digits.length * 16) | Number(isNegative));
    this.writeRawBytes(new Uint8Array(BigUint64Array.from(digits).buffer));
  }

  #string(text: string): void {
    const { length } = text;
    const start = this.#length;
    this.#byte(Tag.OneByteString);
    this.writeUint32(length);
    this.#reserve(length);
    const bytes = this.#bytes;
    const at = this.#length;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0xff) {
        this.#length = start;
        this.#twoByteString(text);
        return;
      }
      bytes[at + i] = unit;
    }
    this.#length = at + length;
  }

  #twoByteString(text: string): void {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    const { byteLength } = units;
    let prefix = 2;
    for (let rest = byteLength; rest > 0x7f; rest >>>= 7) prefix++;
    // Code units begin at an even place.
    if ((this.#length + prefix) % 2 === 1) this.#byte(Tag.Padding);
    this.#byte(Tag.TwoByteString);
    this.writeUint32(byteLength);
    this.writeRawBytes(new Uint8Array(units.buffer));
  }

  #receiver(object: object): void {
    const known = this.#ids.get(object);
    if (known !== undefined) {
      this.#byte(Tag.ObjectReference);
      this.writeUint32(known);
      return;
    }
    const isView = ArrayBuffer.isView(object);
    // The buffer comes before its view, and has the lower number.
    if (isView && !this.treatsViewsAsHostObjects) this.#receiver(object.buffer);
    this.#ids.set(object, this.#ids.size);
    if (isView) this.#view(object);
    else this.#object(object);
  }

  #object(object: object): void {
    if (typeof object === 'function' || types.isProxy(object)) this.#refuse(object);
    if (this.#delegate.isHostObject?.(object)) this.#hostObject(object);
    else if (Array.isArray(object)) this.#array(object);
    else if (isPlainObject(object)) this.#plain(object);
    else if (types.isDate(object)) this.#date(object);
    else if (types.isMap(object)) this.#map(object as Map<unknown, unknown>);
    else if (types.isSet(object)) this.#set(object as Set<unknown>);
    else if (types.isRegExp(object)) this.#regExp(object as RegExp);
    else if (types.isNativeError(object)) this.#error(object as Error);
    else if (types.isArrayBuffer(object)) this.#arrayBuffer(object as ArrayBuffer);
    else if (types.isSharedArrayBuffer(object)) this.#sharedArrayBuffer(object as SharedArrayBuffer);
    else if (types.isBoxedPrimitive(object)) this.#boxed(object);
    else if (isUncloneable(object) || object instanceof WebAssembly.Memory) this.#refuse(object);
    else this.#plain(object);
  }

  #plain(object: object): void {
    this.#byte(Tag.BeginObject);
    const count = this.#properties(object, Object.keys(object));
    this.#byte(Tag.EndObject);
    this.writeUint32(count);
  }

  #date(date: object): void {
    this.#byte(Tag.Date);
    this.writeDouble(Reflect.apply(dateValue, date, []));
  }

  #sharedArrayBuffer(buffer: SharedArrayBuffer): void {
    const id = this.#delegate.sharedArrayBufferId(buffer);
    this.#byte(Tag.SharedArrayBuffer);
    this.writeUint32(id);
  }

  #hostObject(object: object): void {
    this.#byte(Tag.HostObject);
    this.#delegate.writeHostObject(object);
  }

  #properties(object: object, keys: readonly string[]): number {
    let count = 0;
    for (const key of keys) {
      // A getter that ran before may have deleted it.
      if (!Object.hasOwn(object, key)) continue;
      const value = (object as Record<string, unknown>)[key];
      const index = indexOf(key);
      if (index >= 0) this.#number(index);
      else this.#string(key);
      this.writeValue(value);
      count++;
    }
    return count;
  }

  #array(array: readonly unknown[]): void {
    const { length } = array;
    const keys = Object.keys(array);
    const isDense = length === 0 || (keys.length >= length && keys[length - 1] === String(length - 1));
    this.#byte(isDense ? Tag.BeginDenseArray : Tag.BeginSparseArray);
    this.writeUint32(length);
    if (isDense) {
      // V8 keeps an array of numbers of which one is no small integer as doubles, all of them.
      const isNumeric = array.every((element) => typeof element === 'number');
      const areDoubles = isNumeric && !array.every((element) => isSmall(element as number));
      for (let i = 0; i < length; i++) {
        if (areDoubles) {
          this.#byte(Tag.Double);
          this.writeDouble(array[i] as number);
        } else if (i in array) {
          this.writeValue(array[i]);
        } else {
          this.#byte(Tag.TheHole);
        }
      }
    }
    const count = this.#properties(array, isDense ? keys.slice(length) : keys);
    this.#byte(isDense ? Tag.EndDenseArray : Tag.EndSparseArray);
    this.writeUint32(count);
    this.writeUint32(length);
  }

  #map(map: Map<unknown, unknown>): void {
    const entries = [...Map.prototype.entries.call(map)].flat();
    this.#byte(Tag.BeginMap);
    for (const part of entries) this.writeValue(part);
    this.#byte(Tag.EndMap);
    this.writeUint32(entries.length);
  }

  #set(set: Set<unknown>): void {
    const values = [...Set.prototype.values.call(set)];
    this.#byte(Tag.BeginSet);
    for (const value of values) this.writeValue(value);
    this.#byte(Tag.EndSet);
    this.writeUint32(values.length);
  }

  #regExp({ source, flags }: RegExp): void {
    this.#byte(Tag.RegExp);
    this.#string(source);
    let bits = 0;
    REGEXP_FLAGS.forEach((flag, bit) => {
      if (flag !== '' && flags.includes(flag)) bits |= 1 << bit;
    });
    this.writeUint32(bits);
  }

  #error(error: Error): void {
    const message = Reflect.getOwnPropertyDescriptor(error, 'message');
    const cause = Reflect.getOwnPropertyDescriptor(error, 'cause');
    this.#byte(Tag.Error);
    const type = errorTagOf.get(String(error.name));
    if (type !== undefined) this.writeUint32(type);
    if (message && 'value' in message) {
      this.writeUint32(ErrorTag.Message);
      this.#string(String(message.value));
    }
    const stack: unknown = error.stack;
    if (typeof stack === 'string') {
      this.writeUint32(ErrorTag.Stack);
      this.#string(stack);
    }
    if (cause && 'value' in cause) {
      this.writeUint32(ErrorTag.Cause);
      this.writeValue(cause.value);
    }
    this.writeUint32(ErrorTag.End);
  }

  #boxed(object: object): void {
    if (types.isSymbolObject(object)) this.#refuse(object);
    if (types.isBooleanObject(object)) {
      this.#byte(Reflect.apply(booleanValue, object, []) ? Tag.TrueObject : Tag.FalseObject);
    } else if (types.isNumberObject(object)) {
      this.#byte(Tag.NumberObject);
      this.writeDouble(Reflect.apply(numberValue, object, []));
    } else if (types.isBigIntObject(object)) {
      this.#byte(Tag.BigIntObject);
      this.#bigInt(Reflect.apply(bigIntValue, object, []));
    } else {
      this.#byte(Tag.StringObject);
      this.#string(Reflect.apply(stringValue, object, []));
    }
  }

  #arrayBuffer(buffer: ArrayBuffer): void {
    const transfer = this.#transfers.get(buffer);
    if (transfer !== undefined) {
      this.#byte(Tag.ArrayBufferTransfer);
      this.writeUint32(transfer);
      return;
    }
    if (buffer.detached) {
      throw this.#delegate.dataCloneError('An ArrayBuffer is detached and could not be cloned.');
    }
    this.#byte(buffer.resizable ? Tag.ResizableArrayBuffer : Tag.ArrayBuffer);
    this.writeUint32(buffer.byteLength);
    if (buffer.resizable) this.writeUint32(buffer.maxByteLength);
    this.writeRawBytes(new Uint8Array(buffer));
  }

  #view(view: ArrayBufferView): void {
    if (this.treatsViewsAsHostObjects) {
      this.#hostObject(view);
      return;
    }
    this.#byte(Tag.ArrayBufferView);
    this.writeUint32(viewTagOf.get(viewName(view)) ?? 0);
    this.writeUint32(view.byteOffset);
    const buffer = view.buffer as ArrayBuffer;
    const flags = types.isArrayBuffer(buffer) && buffer.resizable ? flagsOf(view, buffer) : 0;
    // One that tracks its buffer has no length of its own.
    this.writeUint32(flags & ViewFlag.LengthTracking ? 0 : view.byteLength);
    this.writeUint32(flags);
  }
}

/** JavaScript does not tell whether a view follows its buffer's length: one that ends where the buffer does is taken to. */
function flagsOf(view: ArrayBufferView, buffer: ArrayBuffer): number {
  const isTracking = view.byteOffset + view.byteLength === buffer.byteLength;
  return ViewFlag.ResizableBuffer | (isTracking ? ViewFlag.LengthTracking : 0);
}
