/** Records of tar(5): ustar, with GNU's and pax's long names. */
import { decode, encode } from '../system/text.ts';

export const blockSize = 512;

export interface TarHeader {
  path: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Seconds since the epoch. */
  modified: number;
  /** `0` file, `1` hard link, `2` symbolic link, `5` directory … */
  type: string;
  link: string;
}

const text = (block: Uint8Array, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
};

function number(block: Uint8Array, start: number, length: number): number {
  if (((block[start] ?? 0) & 0x80) === 0) return Number.parseInt(text(block, start, length).trim() || '0', 8) || 0;
  let value = 0;
  for (let at = start + 1; at < start + length; at++) value = value * 256 + (block[at] ?? 0);
  return value;
}

/** Undefined for the empty block that ends an archive. Throws where the checksum is wrong: this is no archive. */
export function readHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (sum !== number(block, 148, 8)) throw new Error('This does not look like a tar archive');
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  return {
    path: (prefix ? `${prefix}/` : '') + text(block, 0, 100),
    mode: number(block, 100, 8) & 0o7777,
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    size: number(block, 124, 12),
    modified: number(block, 136, 12),
    type: String.fromCharCode(block[156] || 48),
    link: text(block, 157, 100),
  };
}

/** The header's block, behind those of a long name where it needs them (GNU's `L` and `K`). */
export function writeHeader(header: TarHeader): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (const [type, value] of [
    ['L', header.path],
    ['K', header.link],
  ] as const) {
    const bytes = encode(value);
    if (bytes.length <= 100) continue;
    blocks.push(
      oneHeader({ ...header, path: '././@LongLink', link: '', type, size: bytes.length + 1 }),
      padded(bytes, bytes.length + 1),
    );
  }
  blocks.push(oneHeader(header));
  return blocks;
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(Math.ceil(length / blockSize) * blockSize);
  result.set(bytes);
  return result;
}

function oneHeader({ path, mode, uid, gid, size, modified, type, link }: TarHeader): Uint8Array {
  const block = new Uint8Array(blockSize);
  const put = (start: number, value: string, length: number) => block.set(encode(value).subarray(0, length), start);
  const octal = (start: number, length: number, value: number) =>
    put(start, `${value.toString(8).padStart(length - 1, '0')}`, length);
  put(0, path, 100);
  octal(100, 8, mode);
  octal(108, 8, uid);
  octal(116, 8, gid);
  octal(124, 12, size);
  octal(136, 12, Math.floor(modified));
  put(156, type, 1);
  put(157, link, 100);
  put(257, 'ustar\x0000', 8);
  put(265, 'root', 32);
  put(297, 'root', 32);
  put(148, '        ', 8);
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    8,
  );
  return block;
}
