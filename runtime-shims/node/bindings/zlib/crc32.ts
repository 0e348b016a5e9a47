/** The checksum of gzip and `zlib.crc32`, by slicing: eight bytes are looked up at once. */

/** IEEE 802.3, reflected. */
const POLYNOMIAL = 0xedb88320;
/** table[k] is the effect of a byte with k more behind it. */
const SLICES = 8;
const [t0, t1, t2, t3, t4, t5, t6, t7] = crcTables() as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

function crcTables(): Uint32Array[] {
  const made = Array.from({ length: SLICES }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[0]![byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = made[slice - 1]![byte]!;
      made[slice]![byte] = (previous >>> 8) ^ made[0]![previous & 0xff]!;
    }
  }
  return made;
}

/** The checksum of what `value` is the checksum of (0 at the start) followed by `bytes` from `start` to `end`. */
export function crc32(bytes: Uint8Array, value: number, start = 0, end: number = bytes.length): number {
  let crc = ~value;
  let at = start;
  for (; at + SLICES <= end; at += SLICES) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
