/** Arguments and results of the crypto natives. */
import { decodeBytes, Encoding, encodeString, parseEncoding } from '../../bytes/encodings.ts';
import type { Environment } from '../../environment.ts';
import { types } from '../types.ts';

export function bytesOf(value: unknown): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value as ArrayBuffer);
  throw new TypeError('the argument must be a buffer');
}

export function inputBytes(data: unknown, encoding?: unknown): Uint8Array {
  return typeof data === 'string' ? encodeString(data, parseEncoding(encoding, Encoding.UTF8)) : bytesOf(data);
}

/** A Buffer, unless `encoding` names one of texts. */
export function output(environment: Environment, bytes: Uint8Array, encoding: unknown): string | Uint8Array {
  const number = parseEncoding(encoding, Encoding.BUFFER);
  if (number !== Encoding.BUFFER) return decodeBytes(bytes, 0, bytes.length, number);
  const { Buffer } = environment.requireBuiltin('buffer') as typeof import('node:buffer');
  // Memory of its own, as Buffer::Copy gives it: the library hands `buffer` on.
  return Buffer.from(Uint8Array.prototype.slice.call(bytes).buffer);
}
