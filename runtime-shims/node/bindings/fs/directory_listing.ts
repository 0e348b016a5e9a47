/** The entries of one directory, as uv_fs_scandir gives them: sorted by bytes, with libuv's types. */
import type { Path, SystemCalls } from '../../../kernel/system_calls.ts';
import { bytesToByteString } from '../../string_bytes.ts';
import { decodeUtf8, wasAscii } from './file_names.ts';

export const UV_DIRENT_UNKNOWN = 0;
export const UV_DIRENT_FILE = 1;
export const UV_DIRENT_DIR = 2;
export const UV_DIRENT_LINK = 3;

/** libuv's uv_dirent_type_t by Linux's DT_* (readdir(3)). */
const DIRENT_TYPES: Readonly<Record<number, number>> = {
  0: UV_DIRENT_UNKNOWN,
  1: 4, // FIFO
  2: 6, // character device
  4: UV_DIRENT_DIR,
  6: 7, // block device
  8: UV_DIRENT_FILE,
  10: UV_DIRENT_LINK,
  12: 5, // socket
};
const DT_REG = 8;

export interface DirectoryListing {
  /** Byte strings (file_names.ts). */
  names: string[];
  /** All names are ASCII, so that byte strings are the names themselves. */
  ascii: boolean;
  /** Types of those that are not regular files. */
  special: ReadonlyMap<string, number> | null;
}

export const typeOf = (listing: DirectoryListing, name: string): number => listing.special?.get(name) ?? UV_DIRENT_FILE;

function inOrder(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i++) if (names[i - 1]! > names[i]!) return false;
  return true;
}

/** In the directory's own order, as readdir(3). */
export function readDirectory(kernel: SystemCalls, path: Path): DirectoryListing | number {
  const entries = kernel.readdir(path);
  if (typeof entries === 'number') return entries;
  const { names: bytes, types } = entries;
  if (types.length === 0) return { names: [], ascii: true, special: null };
  const text = decodeUtf8(bytes);
  const ascii = wasAscii(text, bytes.length);
  const names = (ascii ? text : bytesToByteString(bytes, 0, bytes.length)).split('/');
  let special: Map<string, number> | null = null;
  for (let i = 0; i < types.length; i++) {
    const type = types[i]!;
    if (type === DT_REG) continue;
    special ??= new Map();
    special.set(names[i]!, DIRENT_TYPES[type] ?? UV_DIRENT_UNKNOWN);
  }
  return { names, ascii, special };
}

export function scanDirectory(kernel: SystemCalls, path: Path): DirectoryListing | number {
  const listing = readDirectory(kernel, path);
  if (typeof listing !== 'number' && !inOrder(listing.names)) listing.names.sort();
  return listing;
}
