/** src/encoding_binding.cc: UTF-8 under TextEncoder and TextDecoder. */
import type { BindingFactory } from '../environment.ts';
import { nativeError } from '../native_error.ts';
import { toASCIILeniently, toUnicode } from '../punycode.ts';
import { types } from './types.ts';

const encoder = new TextEncoder();
const decoders = [false, true].map((ignoreBOM) =>
  [false, true].map((fatal) => new TextDecoder('utf-8', { ignoreBOM, fatal })),
);

function bytesOf(input: unknown): Uint8Array {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (types.isAnyArrayBuffer(input)) return new Uint8Array(input as ArrayBuffer);
  throw nativeError(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
  );
}

function decodeUTF8(input: unknown, ignoreBOM: boolean, fatal: boolean): string {
  // A buffer that was transferred has nothing in it.
  if (input instanceof ArrayBuffer && input.detached) return '';
  const bytes = bytesOf(input);
  const decoder = decoders[Number(Boolean(ignoreBOM))]![Number(Boolean(fatal))]!;
  // TextDecoder refuses views of shared memory.
  const readable = types.isSharedArrayBuffer(bytes.buffer) ? bytes.slice() : bytes;
  try {
    return decoder.decode(readable);
  } catch {
    throw nativeError(
      TypeError,
      'ERR_ENCODING_INVALID_ENCODED_DATA',
      'The encoded data was not valid for encoding utf-8',
    );
  }
}

export const binding: BindingFactory = () => {
  /** Code units read, bytes written. */
  const encodeIntoResults = new Uint32Array(2);
  return {
    encodeIntoResults,
    encodeInto(text: string, target: Uint8Array): void {
      const isShared = types.isSharedArrayBuffer(target.buffer);
      const bytes = isShared ? new Uint8Array(target.length) : target;
      const { read, written } = encoder.encodeInto(text, bytes);
      if (isShared) target.set(bytes.subarray(0, written));
      encodeIntoResults[0] = read;
      encodeIntoResults[1] = written;
    },
    encodeUtf8String: (text: string) => encoder.encode(text),
    decodeUTF8,
    toASCII: toASCIILeniently,
    toUnicode,
  };
};
