/** Buffer's indexOf and lastIndexOf (IndexOfOffset and SearchString in src/node_buffer.cc). */

const typedIndexOf = Uint8Array.prototype.indexOf;
const typedLastIndexOf = Uint8Array.prototype.lastIndexOf;

/** Where to begin, or -1; negative offsets count from the end of the whole. */
function startOf(length: number, offset: number, needleLength: number, isForward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return isForward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return isForward ? -1 : length - 1;
}

export function indexOfBytes(
  bytes: Uint8Array,
  needle: Uint8Array,
  byteOffset: number,
  isForward: boolean,
  end = bytes.length,
  /** 2 finds only at even places, whole code units. */
  unit: 1 | 2 = 1,
): number {
  const start = startOf(bytes.length, Math.trunc(byteOffset), needle.length, isForward);
  if (needle.length === 0) return Math.min(start, end);
  if (start < 0 || needle.length > end || needle.length < unit) return -1;
  const last = end - needle.length;
  let at = unit === 1 ? start : start & ~1;
  if (isForward) {
    for (; at <= last; at++) {
      at = Reflect.apply(typedIndexOf, bytes, [needle[0]!, at]);
      if (at < 0 || at > last) return -1;
      if (at % unit === 0 && matches(bytes, needle, at)) return at;
    }
    return -1;
  }
  for (at = Math.min(at, last); at >= 0; at--) {
    at = Reflect.apply(typedLastIndexOf, bytes, [needle[0]!, at]);
    if (at < 0) return -1;
    if (at % unit === 0 && matches(bytes, needle, at)) return at;
  }
  return -1;
}

function matches(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 1; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
