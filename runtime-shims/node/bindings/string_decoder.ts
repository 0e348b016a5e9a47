/** src/string_decoder.cc: strings from chunks of bytes, holding back what a later chunk completes. */

import { decodeBytes, ENCODINGS, Encoding } from '../bytes/encodings.ts';
import type { BindingFactory } from '../environment.ts';

/** Layout of the decoder's state, which is a Buffer of the library's. */
const kIncompleteCharactersStart = 0;
const kIncompleteCharactersEnd = 4;
const kMissingBytes = 4;
const kBufferedBytes = 5;
const kEncodingField = 6;
const kNumFields = 7;

const EMPTY = new Uint8Array(0);

/** Bytes of the character that `lead` begins; 0 when none does. */
function utf8Length(lead: number): number {
  if ((lead & 0xe0) === 0xc0) return 2;
  if ((lead & 0xf0) === 0xe0) return 3;
  return (lead & 0xf8) === 0xf0 ? 4 : 0;
}
const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes at the end of `bytes` are to be held back, and how many complete them. */
function unfinished(bytes: Uint8Array, encoding: number): [buffered: number, missing: number] {
  const last = bytes[bytes.length - 1]!;
  switch (encoding) {
    case Encoding.UTF8: {
      for (let count = 1; count <= Math.min(3, bytes.length); count++) {
        const byte = bytes[bytes.length - count]!;
        if (isContinuation(byte)) continue;
        const length = utf8Length(byte);
        return length > count ? [count, length - count] : [0, 0];
      }
      return [0, 0];
    }
    case Encoding.UCS2:
      if (bytes.length % 2 === 1) return [1, 1];
      // A high surrogate waits for its low one.
      return (last & 0xfc) === 0xd8 ? [2, 2] : [0, 0];
    case Encoding.BASE64:
    case Encoding.BASE64URL: {
      const rest = bytes.length % 3;
      return rest === 0 ? [0, 0] : [rest, 3 - rest];
    }
    default:
      return [0, 0];
  }
}

/** Feeds the character begun by an earlier chunk; gives what it makes and how many bytes it took. */
function complete(state: Uint8Array, bytes: Uint8Array, encoding: number): [text: string, taken: number] {
  let taken = Math.min(bytes.length, state[kMissingBytes]!);
  let isBroken = false;
  if (encoding === Encoding.UTF8) {
    for (let i = 0; i < taken; i++) {
      if (!isContinuation(bytes[i]!)) {
        // Another character begins here; what was held back is decoded as the fragment that it is.
        taken = i;
        isBroken = true;
      }
    }
  }
  state.set(bytes.subarray(0, taken), kIncompleteCharactersStart + state[kBufferedBytes]!);
  state[kBufferedBytes]! += taken;
  state[kMissingBytes]! -= taken;
  if (isBroken) state[kMissingBytes] = 0;
  return [state[kMissingBytes] === 0 ? flush(state) : '', taken];
}

function decode(state: Uint8Array, view: ArrayBufferView): string {
  let bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const encoding = state[kEncodingField]!;
  let text = '';
  if (state[kMissingBytes]! > 0) {
    const [head, taken] = complete(state, bytes, encoding);
    text = head;
    bytes = bytes.subarray(taken);
  }
  if (bytes.length === 0) return text;
  const [buffered, missing] = unfinished(bytes, encoding);
  const end = bytes.length - buffered;
  state.set(buffered === 0 ? EMPTY : bytes.subarray(end), kIncompleteCharactersStart);
  state[kBufferedBytes] = buffered;
  state[kMissingBytes] = missing;
  return text + decodeBytes(bytes, 0, end, encoding);
}

function flush(state: Uint8Array): string {
  const encoding = state[kEncodingField]!;
  // Half a code unit is dropped.
  const length = encoding === Encoding.UCS2 ? state[kBufferedBytes]! & ~1 : state[kBufferedBytes]!;
  state[kBufferedBytes] = 0;
  state[kMissingBytes] = 0;
  return decodeBytes(state, kIncompleteCharactersStart, kIncompleteCharactersStart + length, encoding);
}

export const binding: BindingFactory = () => ({
  encodings: [...ENCODINGS],
  kIncompleteCharactersStart,
  kIncompleteCharactersEnd,
  kMissingBytes,
  kBufferedBytes,
  kEncodingField,
  kNumFields,
  kSize: kNumFields,
  decode,
  flush,
});
