/**
 * Zip archives: PKWARE's APPNOTE 6.3.10, its sections in brackets. Archives of less than 4 GiB and 65,535 entries: zip64
 * is neither written nor read, nor is encryption.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export class ZipError extends Error {}

export interface ZipEntry {
  name: string;
  /** `st_mode` of Unix; 0 where the archive was made elsewhere. */
  mode: number;
  /** Local time, of a precision of two seconds. */
  modified: Date;
  method: number;
  crc: number;
  size: number;
  /** As it stands in the archive. */
  compressed: Buffer;
}

export const STORED = 0;
export const DEFLATED = 8;

const LOCAL = 0x04034b50; // [4.3.7]
const CENTRAL = 0x02014b50; // [4.3.12]
const END = 0x06054b50; // [4.3.16]
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
const COMMENT_LIMIT = 0xffff;
const UNIX = 3; // [4.4.2]
const VERSION = 20; // [4.4.3]: deflate and directories
const ENCRYPTED = 1; // [4.4.4]
const UTF8 = 0x800;
/** The attribute of directories in MS-DOS's byte [4.4.15]. */
const DOS_DIRECTORY = 0x10;

function dosTime(date: Date): [time: number, day: number] {
  return [
    (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
    (Math.max(0, date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate(),
  ];
}

function dateOf(time: number, day: number): Date {
  return new Date((day >> 9) + 1980, ((day >> 5) & 15) - 1, day & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}

/** Compresses, where that makes it smaller and `level` is not 0. */
export function makeEntry(name: string, mode: number, modified: Date, content: Buffer, level: number): ZipEntry {
  const deflated = level && content.length ? deflateRawSync(content, { level }) : content;
  const smaller = deflated.length < content.length;
  return {
    name,
    mode,
    modified,
    method: smaller ? DEFLATED : STORED,
    crc: crc32(content),
    size: content.length,
    compressed: smaller ? deflated : content,
  };
}

/** Throws {@link ZipError} where the content is not what was packed. */
export function contentOf({ name, method, compressed, size, crc }: ZipEntry): Buffer {
  if (method !== STORED && method !== DEFLATED) throw new ZipError(`unsupported compression method ${method}`);
  let content = compressed;
  if (method === DEFLATED) {
    try {
      content = inflateRawSync(compressed);
    } catch {
      throw new ZipError(`invalid compressed data to inflate ${name}`);
    }
  }
  if (content.length !== size || crc32(content) !== crc) throw new ZipError(`bad CRC ${name}`);
  return content;
}

export function writeArchive(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const [time, day] = dosTime(entry.modified);
    // What the local header and the central directory have in common.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(entry.method, 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(day, 8);
    common.writeUInt32LE(entry.crc, 10);
    common.writeUInt32LE(entry.compressed.length, 14);
    common.writeUInt32LE(entry.size, 18);
    common.writeUInt16LE(name.length, 22);
    const signature = Buffer.alloc(4);
    signature.writeUInt32LE(LOCAL);
    locals.push(signature, common, name, entry.compressed);
    const head = Buffer.alloc(6);
    head.writeUInt32LE(CENTRAL);
    head.writeUInt16LE((UNIX << 8) | VERSION, 4);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode << 16) | (entry.name.endsWith('/') ? DOS_DIRECTORY : 0)) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(head, common, tail, name);
    offset += LOCAL_SIZE + name.length + entry.compressed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** Throws {@link ZipError} for what is no archive, or a broken one. */
export function readArchive(archive: Buffer): ZipEntry[] {
  let end = archive.length - END_SIZE;
  const last = Math.max(0, end - COMMENT_LIMIT);
  while (end >= last && archive.readUInt32LE(end) !== END) end -= 1;
  if (end < last) throw new ZipError('End-of-central-directory signature not found.');
  const entries: ZipEntry[] = [];
  try {
    let at = archive.readUInt32LE(end + 16);
    for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
      if (archive.readUInt32LE(at) !== CENTRAL) throw new ZipError('bad central directory');
      const [nameLength, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
        number,
        number,
        number,
      ];
      const name = archive.toString('utf8', at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength);
      if (archive.readUInt16LE(at + 8) & ENCRYPTED) throw new ZipError(`${name} is encrypted, which is not read here`);
      const local = archive.readUInt32LE(at + 42);
      const start = local + LOCAL_SIZE + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      entries.push({
        name,
        mode: archive.readUInt8(at + 5) === UNIX ? archive.readUInt16LE(at + 40) : 0,
        modified: dateOf(archive.readUInt16LE(at + 12), archive.readUInt16LE(at + 14)),
        method: archive.readUInt16LE(at + 10),
        crc: archive.readUInt32LE(at + 16),
        size: archive.readUInt32LE(at + 24),
        compressed: archive.subarray(start, start + archive.readUInt32LE(at + 20)),
      });
      at += CENTRAL_SIZE + nameLength + extra + comment;
    }
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('the archive is cut off');
  }
  return entries;
}

/** `defl 53%`: how much smaller, as zip and unzip show it. */
export function savedPercent({ size, compressed }: { size: number; compressed: { length: number } }): number {
  return size ? Math.round((100 * (size - compressed.length)) / size) : 0;
}
