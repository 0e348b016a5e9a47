/** Hexadecimal digits, two for each byte. */
const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const toHex = (Uint8Array.prototype as unknown as { toHex?: () => string }).toHex;

/** Bytes from which the engine's coder is worth its call. */
const LONG = 32;

export function encodeHex(bytes: Uint8Array, start: number, end: number): string {
  if (toHex !== undefined && end - start >= LONG) return Reflect.apply(toHex, bytes.subarray(start, end), []);
  let text = '';
  for (let i = start; i < end; i++) text += pairs[bytes[i]!]!;
  return text;
}

/** Ends before the first pair that is not hexadecimal; gives the bytes written. */
export function writeHex(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(length, text.length >>> 1);
  for (let i = 0; i < count; i++) {
    const high = digit(text.charCodeAt(2 * i));
    const low = digit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return i;
    bytes[offset + i] = (high << 4) | low;
  }
  return count;
}

function digit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 && unit < 0x80 ? lower - 0x61 + 10 : -1;
}
