/** src/node_i18n.cc: widths, converters and transcoding; the browser's TextDecoder is the converter. */

import { decodeBytes, Encoding, encodeString, parseEncoding } from '../bytes/encodings.ts';
import type { BindingFactory } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { stringWidth } from '../string_width.ts';
import { types } from './types.ts';

const NativeTextDecoder = TextDecoder;

/** Flags of lib/internal/encoding.js. */
const CONVERTER_FLAGS_FLUSH = 0x1;
const CONVERTER_FLAGS_FATAL = 0x2;
const CONVERTER_FLAGS_IGNORE_BOM = 0x4;

/** UErrorCode. */
const U_ILLEGAL_ARGUMENT_ERROR = 1;
const ERROR_NAMES: Readonly<Record<number, string>> = {
  0: 'U_ZERO_ERROR',
  1: 'U_ILLEGAL_ARGUMENT_ERROR',
  10: 'U_INVALID_CHAR_FOUND',
  11: 'U_TRUNCATED_CHAR_FOUND',
  12: 'U_ILLEGAL_CHAR_FOUND',
};

/** Shown as an empty object, like the native one. */
class Converter {
  readonly #decoder: TextDecoder;
  constructor(decoder: TextDecoder) {
    this.#decoder = decoder;
  }
  decode(bytes: Uint8Array<ArrayBuffer>, stream: boolean): string {
    return this.#decoder.decode(bytes, { stream });
  }
}

function getConverter(label: string, flags: number): Converter | undefined {
  try {
    const fatal = (flags & CONVERTER_FLAGS_FATAL) !== 0;
    const ignoreBOM = (flags & CONVERTER_FLAGS_IGNORE_BOM) !== 0;
    return new Converter(new NativeTextDecoder(label, { fatal, ignoreBOM }));
  } catch {
    return undefined;
  }
}

function decode(converter: Converter, input: unknown, flags: number, encoding: string): string {
  if (!ArrayBuffer.isView(input) && !types.isAnyArrayBuffer(input)) {
    throw nativeError(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      'The "input" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
    );
  }
  const view = ArrayBuffer.isView(input) ? input : new Uint8Array(input as ArrayBuffer);
  // A copy, as TextDecoder refuses views of shared memory.
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  try {
    return converter.decode(bytes, (flags & CONVERTER_FLAGS_FLUSH) === 0);
  } catch {
    throw nativeError(
      TypeError,
      'ERR_ENCODING_INVALID_ENCODED_DATA',
      `The encoded data was not valid for encoding ${encoding}`,
    );
  }
}

const QUESTION_MARK = 0x3f;

/** Between utf8, utf16le, latin1 and ascii; what the target lacks becomes `?`. */
function transcode(source: Uint8Array, from: unknown, to: unknown): Uint8Array<ArrayBuffer> | number {
  const isKnown = (encoding: number): boolean =>
    encoding === Encoding.ASCII ||
    encoding === Encoding.LATIN1 ||
    encoding === Encoding.UCS2 ||
    encoding === Encoding.UTF8;
  const fromEncoding = parseEncoding(from, Encoding.BUFFER);
  const toEncoding = parseEncoding(to, Encoding.BUFFER);
  if (!isKnown(fromEncoding) || !isKnown(toEncoding)) return U_ILLEGAL_ARGUMENT_ERROR;
  const text = decodeBytes(source, 0, source.length, fromEncoding);
  if (toEncoding === Encoding.UTF8 || toEncoding === Encoding.UCS2) return encodeString(text, toEncoding);
  const limit = toEncoding === Encoding.LATIN1 ? 0xff : 0x7f;
  return Uint8Array.from(text, (character) => {
    const codePoint = character.codePointAt(0)!;
    return codePoint > limit ? QUESTION_MARK : codePoint;
  });
}

export const binding: BindingFactory = (environment) => ({
  getStringWidth: stringWidth,
  icuErrName: (code: number) => ERROR_NAMES[code] ?? `[BOGUS UErrorCode]`,
  transcode(source: Uint8Array, from: unknown, to: unknown) {
    const result = transcode(source, from, to);
    if (typeof result === 'number') return result;
    const { Buffer } = environment.requireBuiltin('buffer') as typeof import('node:buffer');
    return Buffer.from(result.buffer, result.byteOffset, result.byteLength);
  },
  getConverter,
  decode,
  hasConverter: (label: string) => getConverter(label, 0) !== undefined,
});
