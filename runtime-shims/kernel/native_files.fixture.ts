/**
 * The machine's own file system behind the face of the kernel's file calls: what a test compares with.
 *
 * A superuser would pass every permission check, so as such the calls are made with another effective user.
 */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Path, SystemCalls } from './system_calls.ts';

export type FileCalls = Pick<
  SystemCalls,
  | 'open'
  | 'close'
  | 'read'
  | 'write'
  | 'ftruncate'
  | 'fsync'
  | 'stat'
  | 'lstat'
  | 'fstat'
  | 'chmod'
  | 'fchmod'
  | 'utimes'
  | 'lutimes'
  | 'futimes'
  | 'mkdir'
  | 'rmdir'
  | 'unlink'
  | 'rename'
  | 'link'
  | 'symlink'
  | 'readlink'
  | 'realpath'
  | 'readdir'
  | 'readFile'
>;

/** Effective user of the calls when the test runs as superuser: the owner of everything in the kernel too. */
const USER = 1000;
const DT_BY_METHOD = [
  ['isFile', 8],
  ['isDirectory', 4],
  ['isSymbolicLink', 10],
  ['isFIFO', 1],
  ['isSocket', 12],
  ['isCharacterDevice', 2],
] as const;

const isSuperuser = process.getuid?.() === 0;

function attempt<T>(call: () => T): T | number {
  try {
    return call();
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    return errno;
  }
}

function status(call: () => void): number {
  return attempt(() => {
    call();
    return 0;
  });
}

function asString(path: Path): string {
  return typeof path === 'string' ? path : Buffer.from(path).toString();
}

function storeStat(found: fs.BigIntStats, out: Float64Array, offset: number): void {
  const values = [
    found.dev,
    found.mode,
    found.nlink,
    found.uid,
    found.gid,
    found.rdev,
    found.blksize,
    found.ino,
    found.size,
    found.blocks,
  ];
  values.forEach((value, index) => {
    out[offset + index] = Number(value);
  });
  [found.atimeNs, found.mtimeNs, found.ctimeNs, found.birthtimeNs].forEach((time, index) => {
    out[offset + 10 + 2 * index] = Number(time / 1_000_000_000n);
    out[offset + 11 + 2 * index] = Number(time % 1_000_000_000n);
  });
}

export function nativeFileCalls(): FileCalls {
  return {
    open: (path, flags, mode) => attempt(() => fs.openSync(asString(path), flags, mode)),
    close: (fd) => status(() => fs.closeSync(fd)),
    read: (fd, buffer, position) =>
      attempt(() => fs.readSync(fd, buffer, 0, buffer.length, position < 0 ? null : position)),
    write: (fd, data, position) =>
      attempt(() => fs.writeSync(fd, data, 0, data.length, position < 0 ? null : position)),
    ftruncate: (fd, length) => status(() => fs.ftruncateSync(fd, length)),
    fsync: (fd) => status(() => fs.fsyncSync(fd)),
    stat: (path, out, offset) => status(() => storeStat(fs.statSync(asString(path), { bigint: true }), out, offset)),
    lstat: (path, out, offset) => status(() => storeStat(fs.lstatSync(asString(path), { bigint: true }), out, offset)),
    fstat: (fd, out, offset) => status(() => storeStat(fs.fstatSync(fd, { bigint: true }), out, offset)),
    chmod: (path, mode) => status(() => fs.chmodSync(asString(path), mode)),
    fchmod: (fd, mode) => status(() => fs.fchmodSync(fd, mode)),
    utimes: (path, atime, mtime) => status(() => fs.utimesSync(asString(path), atime, mtime)),
    lutimes: (path, atime, mtime) => status(() => fs.lutimesSync(asString(path), atime, mtime)),
    futimes: (fd, atime, mtime) => status(() => fs.futimesSync(fd, atime, mtime)),
    mkdir: (path, mode) => status(() => fs.mkdirSync(asString(path), mode)),
    rmdir: (path) => status(() => fs.rmdirSync(asString(path))),
    unlink: (path) => status(() => fs.unlinkSync(asString(path))),
    rename: (from, to) => status(() => fs.renameSync(asString(from), asString(to))),
    link: (from, to) => status(() => fs.linkSync(asString(from), asString(to))),
    symlink: (target, path) => status(() => fs.symlinkSync(asString(target), asString(path))),
    readlink: (path) => attempt(() => fs.readlinkSync(asString(path), 'buffer')),
    realpath: (path) => attempt(() => fs.realpathSync.native(asString(path), 'buffer')),
    readdir: (path) =>
      attempt(() => {
        const entries = fs.readdirSync(asString(path), { withFileTypes: true });
        const types = entries.map((entry) => DT_BY_METHOD.find(([method]) => entry[method]())?.[1] ?? 0);
        return { names: Buffer.from(entries.map((entry) => entry.name).join('/')), types: Uint8Array.from(types) };
      }),
    readFile: (path) => attempt(() => Uint8Array.from(fs.readFileSync(asString(path)))),
  };
}

/** An empty directory of the machine, calls made as an ordinary user, and `remove` for afterwards. */
export function nativeDirectory(): { path: string; remove: () => void } {
  const path = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'wardian-')));
  fs.chmodSync(path, 0o755);
  process.umask(0o022);
  if (isSuperuser) {
    fs.chownSync(path, USER, USER);
    process.setegid?.(USER);
    process.seteuid?.(USER);
  }
  return {
    path,
    remove: () => {
      if (isSuperuser) {
        process.seteuid?.(0);
        process.setegid?.(0);
      }
      fs.rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Whether the directory's file system counts a directory's subdirectories among its links, as most do. */
export function countsSubdirectories(path: string): boolean {
  const probe = join(path, 'probe');
  fs.mkdirSync(join(probe, 'inner'), { recursive: true });
  const { nlink } = fs.statSync(probe);
  fs.rmSync(probe, { recursive: true });
  return nlink === 3;
}
