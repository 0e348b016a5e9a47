/** Base64 as Node reads and writes it: both alphabets are understood, and what belongs to neither is skipped. */
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

interface Base64Options {
  alphabet?: 'base64' | 'base64url';
  omitPadding?: boolean;
  lastChunkHandling?: 'loose';
}
/** Missing in older engines. */
const toBase64 = (Uint8Array.prototype as unknown as { toBase64?: (options: Base64Options) => string }).toBase64;
const fromBase64 = (
  Uint8Array as unknown as { fromBase64?: (text: string, options: Base64Options) => Uint8Array<ArrayBuffer> }
).fromBase64;

/** Bytes from which the engine's coder is worth its call. */
const LONG = 24;

const NOT_IN_ALPHABET = 0xff;
const sextets = new Uint8Array(256).fill(NOT_IN_ALPHABET);
for (const alphabet of [STANDARD, URL_SAFE]) {
  for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i;
}
const PADDING = '='.charCodeAt(0);

export function encodeBase64(bytes: Uint8Array, start: number, end: number, isUrlSafe: boolean): string {
  if (toBase64 !== undefined && end - start >= LONG) {
    const options: Base64Options = { alphabet: isUrlSafe ? 'base64url' : 'base64', omitPadding: isUrlSafe };
    return Reflect.apply(toBase64, bytes.subarray(start, end), [options]);
  }
  const alphabet = isUrlSafe ? URL_SAFE : STANDARD;
  let text = '';
  let i = start;
  for (; i + 2 < end; i += 3) {
    const bits = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    text +=
      alphabet[bits >>> 18]! + alphabet[(bits >>> 12) & 63]! + alphabet[(bits >>> 6) & 63]! + alphabet[bits & 63]!;
  }
  if (end - i === 1) {
    const bits = bytes[i]!;
    text += alphabet[bits >>> 2]! + alphabet[(bits << 4) & 63]! + (isUrlSafe ? '' : '==');
  } else if (end - i === 2) {
    const bits = (bytes[i]! << 8) | bytes[i + 1]!;
    text +=
      alphabet[bits >>> 10]! + alphabet[(bits >>> 4) & 63]! + alphabet[(bits << 2) & 63]! + (isUrlSafe ? '' : '=');
  }
  return text;
}

/** Ends at the first `=`; gives the bytes written. */
export function writeBase64(bytes: Uint8Array, text: string, offset: number, length: number): number {
  if (fromBase64 !== undefined && text.length >= LONG) {
    const decoded = decodeStrictly(fromBase64, text);
    if (decoded !== undefined) {
      const written = Math.min(decoded.length, length);
      bytes.set(written === decoded.length ? decoded : decoded.subarray(0, written), offset);
      return written;
    }
  }
  let bits = 0;
  let count = 0;
  let written = 0;
  for (let i = 0; i < text.length && written < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === PADDING) break;
    const sextet = unit < sextets.length ? sextets[unit]! : NOT_IN_ALPHABET;
    if (sextet === NOT_IN_ALPHABET) continue;
    bits = ((bits << 6) | sextet) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[offset + written++] = bits >>> count;
    }
  }
  return written;
}

function decodeStrictly(decode: NonNullable<typeof fromBase64>, text: string): Uint8Array<ArrayBuffer> | undefined {
  const alphabet = text.includes('-') || text.includes('_') ? 'base64url' : 'base64';
  try {
    return Reflect.apply(decode, Uint8Array, [text, { alphabet, lastChunkHandling: 'loose' }]);
  } catch {
    return undefined;
  }
}
