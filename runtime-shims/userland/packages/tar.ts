/** Archives of tar(5): reading what package managers and registries write (ustar, pax, GNU long names), writing ustar. */

const BLOCK = 512;
const NAME = [0, 100] as const;
const MODE = [100, 8] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const MAGIC = 257;
const PREFIX = [345, 155] as const;

export interface TarEntry {
  /** With slashes, as in the archive. */
  path: string;
  type: 'file' | 'directory' | 'other';
  mode: number;
  content: Uint8Array;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function text(block: Uint8Array, [start, length]: readonly [number, number]): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or base 256 where they would not suffice (GNU). */
function number(block: Uint8Array, [start, length]: readonly [number, number]): number {
  if (((block[start] ?? 0) & 0x80) === 0) return Number.parseInt(text(block, [start, length]).trim() || '0', 8);
  let value = 0;
  for (let at = start + 1; at < start + length; at++) value = value * 256 + (block[at] ?? 0);
  return value;
}

/** Records `LENGTH KEY=VALUE\n` of a pax header. */
function paxRecords(content: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const length = space < 0 ? 0 : Number(decoder.decode(content.subarray(at, space)));
    if (!(length > 0)) break;
    const record = decoder.decode(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Throws when the archive is cut short. Links and devices come as `other`. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) return;
    const size = number(header, SIZE);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new Error('the archive ends within a file');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(header[TYPE] ?? 0);
    if (type === 'x') longName = paxRecords(content).get('path') ?? longName;
    else if (type === 'L') longName = text(content, [0, content.length]);
    else if (type !== 'g' && type !== 'K') {
      const prefix = text(header, [MAGIC, 5]) === 'ustar' ? text(header, PREFIX) : '';
      const name = text(header, NAME);
      const path = longName ?? (prefix ? `${prefix}/${name}` : name);
      longName = undefined;
      const kind = type === '0' || type === '\0' ? 'file' : type === '5' ? 'directory' : 'other';
      yield { path, type: kind, mode: number(header, MODE) & 0o777, content };
    }
  }
}

/** An archive of regular files. Throws for a path that ustar cannot hold. */
export function writeTar(files: readonly { path: string; mode: number; content: Uint8Array }[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { path, mode, content } of files) {
    const body = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
    body.set(content);
    blocks.push(headerOf(path, mode, content.length), body);
  }
  blocks.push(new Uint8Array(2 * BLOCK));
  const archive = new Uint8Array(blocks.reduce((size, block) => size + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    archive.set(block, at);
    at += block.length;
  }
  return archive;
}

function headerOf(path: string, mode: number, size: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = ([start, length]: readonly [number, number], value: string) => {
    const bytes = encoder.encode(value);
    if (bytes.length > length) throw new RangeError(`'${path}' is too long for ustar`);
    header.set(bytes, start);
  };
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  // The name is cut at a slash so that both parts fit.
  const cut = encoder.encode(path).length <= NAME[1] ? -1 : path.indexOf('/', path.length - NAME[1] - 1);
  put(NAME, path.slice(cut + 1));
  if (cut >= 0) put(PREFIX, path.slice(0, cut));
  put(MODE, octal(mode, MODE[1]));
  put(SIZE, octal(size, SIZE[1]));
  header[TYPE] = '0'.charCodeAt(0);
  put([MAGIC, 8], 'ustar\u000000');
  put(CHECKSUM, ' '.repeat(CHECKSUM[1]));
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(CHECKSUM, `${octal(sum, 7)}\0 `);
  return header;
}
