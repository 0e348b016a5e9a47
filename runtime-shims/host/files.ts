/** File operations of a container's page, done by pid 1 with the kernel's calls; errors are Node's. */
import type { SystemCalls } from '../kernel/system_calls.ts';
import { checked, SystemError } from './system_error.ts';

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;
const ENOENT = 2;
const EEXIST = 17;
const ENOTDIR = 20;
const EISDIR = 21;
const ENOTEMPTY = 39;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;
const STAT_FIELDS = 18;
const MODE = 1;
/** Seconds, and behind them nanoseconds. */
const MTIME = 12;
const DT_DIR = 4;

/**
 * Directories of the container itself. The programming interface resolves absolute paths within the working directory
 * (`/index.js` is the project's), so these are reached by their absolute names only where the project has no entry of
 * that name.
 */
const systemDirectories = new Set(['dev', 'etc', 'home', 'proc', 'tmp', 'usr']);

export interface Entry {
  name: string;
  /** DT_* of readdir(3). */
  type: number;
}

export type FileType = 'file' | 'directory' | 'link' | 'other';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class Files {
  readonly #kernel: SystemCalls;
  readonly workdir: string;
  readonly #stat = new Float64Array(STAT_FIELDS);

  constructor(kernel: SystemCalls, workdir: string) {
    this.#kernel = kernel;
    this.workdir = workdir;
  }

  /** The absolute path that the programming interface's `path` names. */
  resolve(path: string): string {
    const parts: string[] = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    const inside = parts.length ? `${this.workdir}/${parts.join('/')}` : this.workdir;
    if (!path.startsWith('/')) return inside;
    const absolute = `/${parts.join('/')}`;
    if (absolute === this.workdir || absolute.startsWith(`${this.workdir}/`)) return absolute;
    const [first = ''] = parts;
    return systemDirectories.has(first) && this.type(`${this.workdir}/${first}`) === null ? absolute : inside;
  }

  /** What is at an absolute path, links not followed; null when nothing is. */
  type(path: string): FileType | null {
    if (this.#kernel.lstat(path, this.#stat, 0) < 0) return null;
    const format = (this.#stat[MODE] ?? 0) & S_IFMT;
    return format === S_IFDIR ? 'directory' : format === S_IFREG ? 'file' : format === S_IFLNK ? 'link' : 'other';
  }

  mode(path: string): number {
    return this.#kernel.lstat(path, this.#stat, 0) < 0 ? 0 : (this.#stat[MODE] ?? 0) & 0o7777;
  }

  /** When the content at `path` last changed, in ms; null when nothing is there. */
  modified(path: string): number | null {
    if (this.#kernel.lstat(path, this.#stat, 0) < 0) return null;
    return (this.#stat[MTIME] ?? 0) * 1000 + (this.#stat[MTIME + 1] ?? 0) / 1e6;
  }

  isExecutable(path: string): boolean {
    if (this.#kernel.stat(path, this.#stat, 0) < 0) return false;
    const mode = this.#stat[MODE] ?? 0;
    return (mode & S_IFMT) === S_IFREG && (mode & 0o111) !== 0;
  }

  isDirectory(path: string): boolean {
    return this.#kernel.stat(path, this.#stat, 0) >= 0 && ((this.#stat[MODE] ?? 0) & S_IFMT) === S_IFDIR;
  }

  /** `shown` is the path for messages: as the caller gave it. */
  readFile(path: string, shown = path): Uint8Array<ArrayBuffer> {
    const content = this.#kernel.readFile(path);
    if (typeof content !== 'number') return content;
    throw new SystemError(content, content === -EISDIR ? 'read' : 'open', content === -EISDIR ? undefined : shown);
  }

  writeFile(path: string, content: Uint8Array, mode = 0o666, shown = path): void {
    const fd = checked(this.#kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode), 'open', shown);
    try {
      let written = 0;
      while (written < content.length) {
        written += checked(this.#kernel.write(fd, content.subarray(written), -1), 'write');
      }
    } finally {
      this.#kernel.close(fd);
    }
  }

  writeText(path: string, text: string, mode = 0o666): void {
    this.writeFile(path, encoder.encode(text), mode);
  }

  readdir(path: string, shown = path): Entry[] {
    const result = this.#kernel.readdir(path);
    if (typeof result === 'number') throw new SystemError(result, 'scandir', shown);
    if (result.types.length === 0) return [];
    const names = decoder.decode(result.names).split('/');
    return names.map((name, index) => ({ name, type: result.types[index] ?? 0 }));
  }

  mkdir(path: string, shown = path): void {
    checked(this.#kernel.mkdir(path, 0o777), 'mkdir', shown);
  }

  /** Makes `path` and what is missing above it; the first directory made, or undefined. */
  mkdirRecursive(path: string, shown = path): string | undefined {
    const result = this.#kernel.mkdir(path, 0o777);
    if (result >= 0) return path;
    if (result === -EEXIST) {
      if (this.isDirectory(path)) return undefined;
      throw new SystemError(-EEXIST, 'mkdir', shown);
    }
    if (result !== -ENOENT || path === '/') throw new SystemError(result, 'mkdir', shown);
    const above = path.slice(0, path.lastIndexOf('/')) || '/';
    const first = this.mkdirRecursive(above, shown);
    checked(this.#kernel.mkdir(path, 0o777), 'mkdir', shown);
    return first ?? path;
  }

  symlink(target: string, path: string, shown = path): void {
    this.#kernel.unlink(path);
    checked(this.#kernel.symlink(target, path), 'symlink', target, shown);
  }

  readlink(path: string): string {
    const target = this.#kernel.readlink(path);
    if (typeof target === 'number') throw new SystemError(target, 'readlink', path);
    return decoder.decode(target);
  }

  rename(from: string, to: string, shownFrom = from, shownTo = to): void {
    checked(this.#kernel.rename(from, to), 'rename', shownFrom, shownTo);
  }

  remove(path: string, options: { recursive?: boolean; force?: boolean } = {}, shown = path): void {
    const type = this.type(path);
    if (type === null) {
      const missing = this.#kernel.lstat(path, this.#stat, 0);
      if (options.force && (missing === -ENOENT || missing === -ENOTDIR)) return;
      throw new SystemError(missing, 'rm', shown);
    }
    if (type !== 'directory') checked(this.#kernel.unlink(path), 'rm', shown);
    else if (options.recursive) this.#removeDirectory(path, shown);
    else {
      // Node's rm (lib/internal/fs/rimraf.js) refuses directories with an error of its own.
      const message = `Path is a directory: rm returned EISDIR (is a directory) ${shown}`;
      throw Object.assign(new Error(message), {
        name: 'SystemError',
        code: 'ERR_FS_EISDIR',
        errno: EISDIR,
        syscall: 'rm',
        path: shown,
      });
    }
  }

  #removeDirectory(path: string, shown: string): void {
    for (const { name, type } of this.readdir(path, shown)) {
      const inner = `${path}/${name}`;
      if (type === DT_DIR) this.#removeDirectory(inner, `${shown}/${name}`);
      else checked(this.#kernel.unlink(inner), 'unlink', `${shown}/${name}`);
    }
    const result = this.#kernel.rmdir(path);
    // A program may have put something there meanwhile.
    if (result === -ENOTEMPTY) this.#removeDirectory(path, shown);
    else checked(result, 'rmdir', shown);
  }

  exists(path: string): boolean {
    const fd = this.#kernel.open(path, O_RDONLY, 0);
    if (fd >= 0) this.#kernel.close(fd);
    return fd >= 0;
  }
}
