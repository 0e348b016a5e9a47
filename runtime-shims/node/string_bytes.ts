/**
 * Strings as bytes for writing to a stream (StringBytes::Write in src/string_bytes.cc).
 */
const encoder = new TextEncoder();

/** Unpaired surrogates become U+FFFD, as in Node. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `latin1` and `ascii`: the low byte of each code unit. */
export function byteStringToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** `utf16le`, two bytes for each code unit. */
export function utf16ToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit;
    bytes[2 * i + 1] = unit >>> 8;
  }
  return bytes;
}

// What TextDecoder calls latin1 is this, which differs in 0x80…0x9f: some of those become code points above 0xff.
const decoder = new TextDecoder('windows-1252');
const isDifferent = /[^\0-\xff]/;
/** Bytes from which the engine's decoder pays, measured in Chromium. */
const DECODER_PAYS_BYTES = 256;

/** Bytes as the string of their code points 0–255 (OneByteString). */
export function bytesToByteString(bytes: Uint8Array, start: number, end: number): string {
  if (end - start >= DECODER_PAYS_BYTES) {
    const part = bytes.subarray(start, end);
    // A decoder refuses shared memory.
    const text = decoder.decode(part.buffer instanceof ArrayBuffer ? part : new Uint8Array(part));
    if (!isDifferent.test(text)) return text;
  }
  const { fromCharCode } = String;
  let text = '';
  let i = start;
  // Eight at a time: as many calls as that less, and no array for them.
  for (; i + 8 <= end; i += 8) {
    text += fromCharCode(
      bytes[i]!,
      bytes[i + 1]!,
      bytes[i + 2]!,
      bytes[i + 3]!,
      bytes[i + 4]!,
      bytes[i + 5]!,
      bytes[i + 6]!,
      bytes[i + 7]!,
    );
  }
  for (; i < end; i++) text += fromCharCode(bytes[i]!);
  return text;
}
