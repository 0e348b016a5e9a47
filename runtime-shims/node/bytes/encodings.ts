/** Strings and bytes by Node's encoding numbers (`enum encoding` in src/node.h). */
import { bytesToByteString } from '../string_bytes.ts';
import { encodeBase64, writeBase64 } from './base64.ts';
import { encodeHex, writeHex } from './hex.ts';
import { kStringMaxLength, stringTooLong } from './string_length.ts';
import { copyOf, decodeUtf8, encodeUtf8, writeUtf8 } from './utf8.ts';
import { decodeUtf16, writeUtf16 } from './utf16.ts';

/** By number, as `encodings` of the string_decoder binding. */
export const ENCODINGS = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'] as const;

export const Encoding = {
  ASCII: 0,
  UTF8: 1,
  BASE64: 2,
  UCS2: 3,
  LATIN1: 4,
  HEX: 5,
  BUFFER: 6,
  BASE64URL: 7,
} as const;

const ASCII_MASK = 0x7f;

export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  for (let i = start; i < end; i++) {
    if (bytes[i]! > ASCII_MASK) {
      const masked = copyOf(bytes, start, end).map((byte) => byte & ASCII_MASK);
      return bytesToByteString(masked, 0, masked.length);
    }
  }
  return bytesToByteString(bytes, start, end);
}

/** The low byte of each code unit; gives the bytes written. */
export function writeLatin1(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(text.length, length);
  for (let i = 0; i < count; i++) bytes[offset + i] = text.charCodeAt(i);
  return count;
}

/** Characters that a byte becomes, by encoding. */
const EXPANSION: readonly number[] = [1, 1, 4 / 3, 1 / 2, 1, 2, 1, 4 / 3];

/** Throws ERR_STRING_TOO_LONG. */
export function decodeBytes(bytes: Uint8Array, start: number, end: number, encoding: number): string {
  if ((end - start) * (EXPANSION[encoding] ?? 1) > kStringMaxLength) throw stringTooLong();
  switch (encoding) {
    case Encoding.ASCII:
      return decodeAscii(bytes, start, end);
    case Encoding.BASE64:
      return encodeBase64(bytes, start, end, false);
    case Encoding.BASE64URL:
      return encodeBase64(bytes, start, end, true);
    case Encoding.UCS2:
      return decodeUtf16(bytes, start, end);
    case Encoding.LATIN1:
      return bytesToByteString(bytes, start, end);
    case Encoding.HEX:
      return encodeHex(bytes, start, end);
    default:
      return decodeUtf8(bytes, start, end);
  }
}

export function encodeString(text: string, encoding: number): Uint8Array<ArrayBuffer> {
  if (encoding === Encoding.UTF8 || encoding === Encoding.BUFFER) return encodeUtf8(text);
  const bytes = new Uint8Array(encoding === Encoding.UCS2 ? text.length * 2 : text.length);
  return bytes.subarray(0, writeString(bytes, text, 0, bytes.length, encoding));
}

export function writeString(bytes: Uint8Array, text: string, offset: number, length: number, encoding: number): number {
  switch (encoding) {
    case Encoding.ASCII:
    case Encoding.LATIN1:
      return writeLatin1(bytes, text, offset, length);
    case Encoding.BASE64:
    case Encoding.BASE64URL:
      return writeBase64(bytes, text, offset, length);
    case Encoding.UCS2:
      return writeUtf16(bytes, text, offset, length);
    case Encoding.HEX:
      return writeHex(bytes, text, offset, length);
    default:
      return writeUtf8(bytes, text, offset, length);
  }
}

/** The number of an encoding's name in any spelling that Node knows; `otherwise` for all else. */
export function parseEncoding(name: unknown, otherwise: number): number {
  if (typeof name === 'number') return name;
  switch (typeof name === 'string' ? name.toLowerCase() : '') {
    case 'utf8':
    case 'utf-8':
      return Encoding.UTF8;
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return Encoding.UCS2;
    case 'latin1':
    case 'binary':
      return Encoding.LATIN1;
    case 'ascii':
      return Encoding.ASCII;
    case 'hex':
      return Encoding.HEX;
    case 'base64':
      return Encoding.BASE64;
    case 'base64url':
      return Encoding.BASE64URL;
    case 'buffer':
      return Encoding.BUFFER;
    default:
      return otherwise;
  }
}
