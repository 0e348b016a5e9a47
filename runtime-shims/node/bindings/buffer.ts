/** src/node_buffer.cc: the natives under Buffer's methods. */

import { encodeBase64, writeBase64 } from '../bytes/base64.ts';
import { decodeAscii, Encoding, encodeString, parseEncoding, writeLatin1 } from '../bytes/encodings.ts';
import { encodeHex, writeHex } from '../bytes/hex.ts';
import { indexOfBytes } from '../bytes/search.ts';
import { kStringMaxLength, stringTooLong } from '../bytes/string_length.ts';
import { decodeUtf8, isUtf8, utf8Length, writeUtf8 } from '../bytes/utf8.ts';
import { decodeUtf16, writeUtf16 } from '../bytes/utf16.ts';
import type { BindingFactory } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { bytesToByteString } from '../string_bytes.ts';
import { types } from './types.ts';

/** v8::TypedArray::kMaxLength of 64-bit engines. */
const kMaxLength = Number.MAX_SAFE_INTEGER;

const decodeBase64 = atob;
const encodeBinary = btoa;

/** The bytes under any view, without running a program's code. */
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value as ArrayBuffer);
  throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a buffer');
}

/** ParseArrayIndex: absent is `otherwise`; what is no number is 0; negative is out of range. */
function indexFrom(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  const index = Math.trunc(Number(value)) || 0;
  if (index < 0) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
  return index;
}

type Decode = (bytes: Uint8Array, start: number, end: number) => string;
function slice(decode: Decode, charactersPerByte: number) {
  return (buffer: unknown, from?: unknown, to?: unknown): string => {
    const bytes = bytesOf(buffer);
    if (bytes.length === 0) return '';
    const start = indexFrom(from, 0);
    let end = indexFrom(to, bytes.length);
    if (end < start) end = start;
    if (end === start) return '';
    if (end > bytes.length) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
    if ((end - start) * charactersPerByte > kStringMaxLength) throw stringTooLong();
    return decode(bytes, start, end);
  };
}

type Write = (bytes: Uint8Array, text: string, offset: number, length: number) => number;
function write(encode: Write) {
  return (buffer: unknown, text: unknown, at?: unknown, count?: unknown): number => {
    const bytes = bytesOf(buffer);
    if (typeof text !== 'string') throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    const offset = indexFrom(at, 0);
    if (offset > bytes.length) {
      throw nativeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
    }
    const length = Math.min(indexFrom(count, bytes.length - offset), bytes.length - offset);
    return length === 0 ? 0 : encode(bytes, text, offset, length);
  };
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = left[i]! - right[i]!;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(left.length - right.length);
}

function compareOffset(
  source: unknown,
  target: unknown,
  targetStart: number,
  sourceStart: number,
  targetEnd: number,
  sourceEnd: number,
): number {
  const sourceBytes = bytesOf(source);
  const targetBytes = bytesOf(target);
  for (const [name, start, { length }] of [
    ['sourceStart', sourceStart, sourceBytes],
    ['targetStart', targetStart, targetBytes],
  ] as const) {
    if (start > length) {
      throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range.`);
    }
  }
  return compareBytes(sourceBytes.subarray(sourceStart, sourceEnd), targetBytes.subarray(targetStart, targetEnd));
}

/** Negative results are Node's: -1 for a value that encodes to nothing, -2 for a range outside. */
function fill(buffer: unknown, value: unknown, start: number, end: number, encoding?: string): number | undefined {
  const bytes = bytesOf(buffer);
  if (start < 0) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'The value of "start" is out of range.');
  if (end < 0) throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'The value of "end" is out of range.');
  if (end > bytes.length) return -2;
  if (start >= end) return undefined;
  if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
    bytes.fill(Number(value) & 0xff, start, end);
    return undefined;
  }
  const pattern =
    typeof value === 'string'
      ? encodeString(value, parseEncoding(encoding, Encoding.UTF8))
      : new Uint8Array(bytesOf(value));
  if (pattern.length === 0) return -1;
  bytes.set(pattern.subarray(0, end - start), start);
  // Doubling what is there already.
  for (let filled = Math.min(pattern.length, end - start); filled < end - start; filled *= 2) {
    bytes.copyWithin(start + filled, start, Math.min(start + filled, end - filled));
  }
  return undefined;
}

function swap(size: number) {
  return (buffer: unknown): unknown => {
    const bytes = bytesOf(buffer);
    for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
    return buffer;
  };
}

const unitOf = (encoding: number): 1 | 2 => (encoding === Encoding.UCS2 ? 2 : 1);

function isAscii(value: unknown): boolean {
  return bytesOf(value).every((byte) => byte < 0x80);
}

/** -1: a single character remains; -2: an invalid character. */
function atobNative(text: string): string | number {
  try {
    return decodeBase64(text);
  } catch {
    const characters = text.replace(/[\t\n\f\r ]/g, '').replace(/={1,2}$/, '');
    return /^[A-Za-z0-9+/]*$/.test(characters) && !text.includes('=') && characters.length % 4 === 1 ? -1 : -2;
  }
}

function btoaNative(text: string): string | number {
  try {
    return encodeBinary(text);
  } catch {
    return -1;
  }
}

export const binding: BindingFactory = () => ({
  kMaxLength,
  kStringMaxLength,
  atob: atobNative,
  btoa: btoaNative,
  byteLengthUtf8: utf8Length,
  copy(source: unknown, target: unknown, targetStart: number, sourceStart: number, count: number): number {
    bytesOf(target).set(bytesOf(source).subarray(sourceStart, sourceStart + count), targetStart);
    return count;
  },
  compare: (left: unknown, right: unknown) => compareBytes(bytesOf(left), bytesOf(right)),
  compareOffset,
  fill,
  indexOfBuffer: (buffer: unknown, needle: unknown, offset: number, encoding: number, dir: boolean, end?: number) =>
    indexOfBytes(bytesOf(buffer), bytesOf(needle), offset, dir, end, unitOf(encoding)),
  indexOfNumber: (buffer: unknown, byte: number, offset: number, dir: boolean, end?: number) =>
    indexOfBytes(bytesOf(buffer), Uint8Array.of(byte), offset, dir, end),
  indexOfString: (buffer: unknown, text: string, offset: number, encoding: number, dir: boolean, end?: number) =>
    indexOfBytes(bytesOf(buffer), encodeString(text, encoding), offset, dir, end, unitOf(encoding)),
  copyArrayBuffer(to: ArrayBuffer, toOffset: number, from: ArrayBuffer, fromOffset: number, count: number): void {
    new Uint8Array(to, toOffset, count).set(new Uint8Array(from, fromOffset, count));
  },
  // JavaScript has no uninitialised memory.
  createUnsafeArrayBuffer: (size: number) => new ArrayBuffer(size),
  // Addresses are not to be seen: engines align the start of a buffer for every element type.
  arrayBufferAlignedOffset: () => 0,
  swap16: swap(2),
  swap32: swap(4),
  swap64: swap(8),
  isUtf8: (value: unknown) => isUtf8(bytesOf(value)),
  isAscii,
  asciiSlice: slice(decodeAscii, 1),
  base64Slice: slice((bytes, start, end) => encodeBase64(bytes, start, end, false), 4 / 3),
  base64urlSlice: slice((bytes, start, end) => encodeBase64(bytes, start, end, true), 4 / 3),
  latin1Slice: slice(bytesToByteString, 1),
  hexSlice: slice(encodeHex, 2),
  ucs2Slice: slice(decodeUtf16, 1 / 2),
  utf8Slice: slice(decodeUtf8, 1),
  base64Write: write(writeBase64),
  base64urlWrite: write(writeBase64),
  hexWrite: write(writeHex),
  ucs2Write: write(writeUtf16),
  asciiWriteStatic: write(writeLatin1),
  latin1WriteStatic: write(writeLatin1),
  utf8WriteStatic: write(writeUtf8),
  /** V8's detach keys guard against a native detach; structuredClone here looks at the untransferable mark itself. */
  setDetachKey(): void {},
  /** What C++ makes Buffers with; the bindings take the prototype from `Buffer` itself. */
  setBufferPrototype(): void {},
});
