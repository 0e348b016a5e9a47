/** Files as programs look at them: stat(2) with names, listings, whole contents. */
import {
  DT_DIR,
  DT_LNK,
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
} from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { checked } from './errors.ts';
import { Input, plainWaiting } from './io.ts';
import { decode } from './text.ts';

const fields = 18;
const out = new Float64Array(fields);

export interface Stat {
  dev: number;
  mode: number;
  links: number;
  uid: number;
  gid: number;
  rdev: number;
  blockSize: number;
  inode: number;
  size: number;
  blocks: number;
  /** Milliseconds since the epoch. */
  accessed: number;
  modified: number;
  changed: number;
  born: number;
}

function fromFields(): Stat {
  const at = (index: number) => out[index] ?? 0;
  const time = (index: number) => at(index) * 1000 + at(index + 1) / 1e6;
  return {
    dev: at(0),
    mode: at(1),
    links: at(2),
    uid: at(3),
    gid: at(4),
    rdev: at(5),
    blockSize: at(6),
    inode: at(7),
    size: at(8),
    blocks: at(9),
    accessed: time(10),
    modified: time(12),
    changed: time(14),
    born: time(16),
  };
}

/** Or -errno. */
export function stat(kernel: SystemCalls, path: string): Stat | number {
  const result = kernel.stat(path, out, 0);
  return result < 0 ? result : fromFields();
}

/** The link itself where it is one. */
export function lstat(kernel: SystemCalls, path: string): Stat | number {
  const result = kernel.lstat(path, out, 0);
  return result < 0 ? result : fromFields();
}

export function fstat(kernel: SystemCalls, fd: number): Stat | number {
  const result = kernel.fstat(fd, out, 0);
  return result < 0 ? result : fromFields();
}

export const isDirectory = (found: Stat | number): boolean =>
  typeof found !== 'number' && (found.mode & S_IFMT) === S_IFDIR;
export const isFile = (found: Stat | number): boolean => typeof found !== 'number' && (found.mode & S_IFMT) === S_IFREG;
export const isLink = (found: Stat | number): boolean => typeof found !== 'number' && (found.mode & S_IFMT) === S_IFLNK;

export function exists(kernel: SystemCalls, path: string): boolean {
  return kernel.stat(path, out, 0) >= 0;
}

export interface Entry {
  name: string;
  directory: boolean;
  link: boolean;
}

/** The entries of a directory in the order of their names' bytes, or -errno. */
export function list(kernel: SystemCalls, path: string): Entry[] | number {
  const found = kernel.readdir(path);
  if (typeof found === 'number') return found;
  if (!found.types.length) return [];
  const entries = decode(found.names)
    .split('/')
    .map((name, index) => ({
      name,
      directory: found.types[index] === DT_DIR,
      link: found.types[index] === DT_LNK,
    }));
  return entries.sort((a, b) => compare(a.name, b.name));
}

/** The order of UTF-8's bytes, which is that of code points. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const surrogates = left >= 0xd800 && right >= 0xd800;
    return surrogates ? (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0) : left - right;
  }
  return a.length - b.length;
}

export const isRoot = (path: string): boolean => /^\/+$/.test(path);

/** The part behind the last slash; slashes at the end count for nothing. */
export function baseName(path: string): string {
  if (isRoot(path)) return '/';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export function directoryName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return trimmed === '' && path.startsWith('/') ? '/' : '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}

export const joinPath = (folder: string, name: string): string =>
  folder.endsWith('/') ? folder + name : `${folder}/${name}`;

export function workingDirectory(kernel: SystemCalls): string {
  const path = kernel.getcwd();
  return typeof path === 'number' ? '/' : decode(path);
}

/** An absolute path without `.`, `..` and doubled slashes; links are not looked at. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function absolute(kernel: SystemCalls, path: string): string {
  return path.startsWith('/') ? path : joinPath(workingDirectory(kernel), path);
}

/** All of a file, or -errno; of a pipe, all that comes. */
export function readContent(kernel: SystemCalls, path: string): Uint8Array<ArrayBuffer> | number {
  const found = stat(kernel, path);
  if (typeof found === 'number' || isFile(found) || isDirectory(found)) return kernel.readFile(path);
  const fd = kernel.open(path, O_RDONLY, 0);
  if (fd < 0) return fd;
  try {
    return new Input(kernel, fd, plainWaiting(kernel), () => {}).all();
  } finally {
    kernel.close(fd);
  }
}

/** A file's text. Throws a SystemError. */
export function readText(kernel: SystemCalls, path: string): string {
  const content = readContent(kernel, path);
  if (typeof content === 'number') checked(content);
  return typeof content === 'number' ? '' : decode(content);
}

/** Writes a whole file. Throws a SystemError. */
export function writeFile(kernel: SystemCalls, path: string, content: Uint8Array, mode = 0o666, flags = O_TRUNC): void {
  const fd = checked(kernel.open(path, O_WRONLY | O_CREAT | flags, mode));
  try {
    for (let at = 0; at < content.length; ) at += checked(kernel.write(fd, content.subarray(at), -1));
  } finally {
    kernel.close(fd);
  }
}
