/** The checksum of zlib's format (RFC 1950, section 8.2). */

/** The largest prime below 2 ** 16. */
const MODULUS = 65_521;
/** So many bytes may be added before the second sum leaves 32 bits. */
const RUN = 5552;

/** The checksum of what `value` is the checksum of (1 at the start) followed by `bytes`. */
export function adler32(bytes: Uint8Array, value: number): number {
  let low = value & 0xffff;
  let high = value >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + RUN);
    for (; at < end; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
