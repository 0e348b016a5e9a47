/** UTF-16 little endian, as code units: unpaired surrogates survive. */

/** As many arguments as every engine takes in one call without growing its stack noticeably. */
const UNITS_PER_CALL = 4096;

export function decodeUtf16(bytes: Uint8Array, start: number, end: number): string {
  const count = (end - start) >>> 1;
  const first = bytes.byteOffset + start;
  const units =
    first % 2 === 0
      ? new Uint16Array(bytes.buffer, first, count)
      : new Uint16Array(new Uint8Array(bytes.subarray(start, start + 2 * count)).buffer);
  let text = '';
  for (let i = 0; i < count; i += UNITS_PER_CALL) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(i, i + UNITS_PER_CALL));
  }
  return text;
}

/** Whole code units only; gives the bytes written. */
export function writeUtf16(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(text.length, length >>> 1);
  for (let i = 0; i < count; i++) {
    const unit = text.charCodeAt(i);
    bytes[offset + 2 * i] = unit;
    bytes[offset + 2 * i + 1] = unit >>> 8;
  }
  return 2 * count;
}
