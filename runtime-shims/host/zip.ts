/** ZIP archives (APPNOTE 6.3.10) with deflated entries, Unix modes and symbolic links. */
import { concatenate } from './message_pack.ts';

export interface ZipEntry {
  /** Relative, with `/`; a directory's ends with one. */
  name: string;
  content: Uint8Array<ArrayBuffer>;
  /** st_mode with its file type. */
  mode: number;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION_NEEDED = 20;
/** Made by Unix, specification 2.0: external attributes hold the mode. */
const MADE_BY_UNIX = (3 << 8) | VERSION_NEEDED;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const DEFLATED = 8;

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Little-endian fields: [bytes, value]. */
function fields(...values: [size: 2 | 4, value: number][]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let position = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(position, value, true);
    else view.setUint32(position, value, true);
    position += size;
  }
  return bytes;
}

/** DOS dates begin in 1980; a fixed one makes equal trees equal archives. */
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;

export async function zip(entries: readonly ZipEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content, mode } of entries) {
    const nameBytes = new TextEncoder().encode(name);
    const deflated = content.length ? await deflate(content) : content;
    const method = deflated.length < content.length ? DEFLATED : STORED;
    const data = method === DEFLATED ? deflated : content;
    const shared: [2 | 4, number][] = [
      [2, VERSION_NEEDED],
      [2, UTF8_NAMES],
      [2, method],
      [2, DOS_TIME],
      [2, DOS_DATE],
      [4, crc32(content)],
      [4, data.length],
      [4, content.length],
      [2, nameBytes.length],
      [2, 0],
    ];
    const local = fields([4, LOCAL_HEADER], ...shared);
    parts.push(local, nameBytes, data);
    // Comment length, disk, internal attributes, external attributes, offset of the local header.
    const rest: [2 | 4, number][] = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, (mode << 16) >>> 0],
      [4, offset],
    ];
    directory.push(fields([4, CENTRAL_HEADER], [2, MADE_BY_UNIX], ...shared, ...rest), nameBytes);
    offset += local.length + nameBytes.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length;
  const end = fields([4, END_OF_DIRECTORY], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return concatenate([...parts, ...directory, end]);
}
