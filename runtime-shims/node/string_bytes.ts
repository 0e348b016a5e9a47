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

/** Bytes as the string of their code points 0–255 (OneByteString). */
export function bytesToByteString(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length <= ONE_CALL_BYTES)
    return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  let text = '';
  for (let i = start; i < end; i += ONE_CALL_BYTES) {
    text += String.fromCharCode.apply(
      null,
      bytes.subarray(i, Math.min(i + ONE_CALL_BYTES, end)) as unknown as number[],
    );
  }
  return text;
}

/** As many arguments as every engine takes in one call without growing its stack noticeably. */
const ONE_CALL_BYTES = 4096;
