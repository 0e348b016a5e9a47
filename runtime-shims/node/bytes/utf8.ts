/** UTF-8 both ways: the engine's coder for long texts, plain loops for short ones, where calling it costs more. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes or code units below which a loop beats the engine's coder. */
const SHORT = 32;

/** Not by `slice`, which for a Buffer makes another view of the same memory. */
export const copyOf = (bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(bytes.subarray(start, end));

const isShared = (bytes: Uint8Array): boolean => !(bytes.buffer instanceof ArrayBuffer);

/** Ill-formed sequences become U+FFFD, a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length <= 0) return '';
  if (length < SHORT) {
    let text = '';
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) return decodeLong(bytes, start, end);
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeLong(bytes, start, end);
}

function decodeLong(bytes: Uint8Array, start: number, end: number): string {
  // TextDecoder refuses views of shared memory.
  return decoder.decode(isShared(bytes) ? copyOf(bytes, start, end) : bytes.subarray(start, end));
}

/** As many whole characters as fit in `bytes[offset…offset + length]`; gives the bytes written. */
export function writeUtf8(bytes: Uint8Array, text: string, offset: number, length: number): number {
  if (text.length < SHORT && text.length <= length) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[offset + i] = unit;
    }
    if (i === text.length) return i;
  }
  if (!isShared(bytes)) return encoder.encodeInto(text, bytes.subarray(offset, offset + length)).written;
  const copy = new Uint8Array(Math.min(length, text.length * 3));
  const { written } = encoder.encodeInto(text, copy);
  bytes.set(copy.subarray(0, written), offset);
  return written;
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Unpaired surrogates count as U+FFFD, three bytes. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      length++;
      continue;
    }
    length += 2;
    // A pair is four bytes for two units.
    if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return length;
}

const fatalDecoder = new TextDecoder('utf-8', { fatal: true });
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    fatalDecoder.decode(isShared(bytes) ? copyOf(bytes, 0, bytes.length) : bytes);
    return true;
  } catch {
    return false;
  }
}
