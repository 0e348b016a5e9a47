/** src/node_zlib.cc. */

import { encodeUtf8 } from '../bytes/utf8.ts';
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';

/** The pinned Node's `process.versions.zlib`. */
const ZLIB_VERSION = '1.3.2.1-motley';

/** IEEE 802.3, reflected. */
const POLYNOMIAL = 0xedb88320;
/** Slicing by eight: table[k] is the effect of a byte with k more behind it. */
const SLICES = 8;
const tables = crcTables();

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

function crc32(data: string | ArrayBufferView, value = 0): number {
  const bytes =
    typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = ~value;
  let at = 0;
  for (; at + SLICES <= bytes.length; at += SLICES) {
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
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

const CODECS = ['Zlib', 'BrotliEncoder', 'BrotliDecoder', 'ZstdCompress', 'ZstdDecompress'];

export const binding: BindingFactory = (environment) => ({
  ZLIB_VERSION,
  crc32,
  ...Object.fromEntries(CODECS.map((name) => [name, unimplementedFunction(environment, `zlib.${name}`, name)])),
});
