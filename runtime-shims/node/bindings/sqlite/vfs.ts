/**
 * SQLite's operating system (https://sqlite.org/vfs.html): the kernel's files, with its record locks as the locks between
 * connections of all processes. They are SQLite's own locks on Unix (os_unix.c), each byte of those being a record here.
 */
import { F_OFD_GETLK, F_OFD_SETLK, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { webCrypto } from '../../web_crypto.ts';
import {
  SQLITE_BUSY,
  SQLITE_CANTOPEN,
  SQLITE_IOERR,
  SQLITE_NOTFOUND,
  SQLITE_OK,
  SQLITE_OPEN_CREATE,
  SQLITE_OPEN_DELETEONCLOSE,
  SQLITE_OPEN_EXCLUSIVE,
  SQLITE_OPEN_READONLY,
  SQLITE_OPEN_READWRITE,
} from './exports.ts';
import type { SqliteModule } from './module.ts';
import { SharedMemory } from './shared_memory.ts';

const SQLITE_IOERR_SHORT_READ = SQLITE_IOERR | (2 << 8);
const SQLITE_IOERR_READ = SQLITE_IOERR | (1 << 8);
const SQLITE_IOERR_WRITE = SQLITE_IOERR | (3 << 8);
const SQLITE_IOERR_FSYNC = SQLITE_IOERR | (4 << 8);
const SQLITE_IOERR_TRUNCATE = SQLITE_IOERR | (6 << 8);
const SQLITE_IOERR_FSTAT = SQLITE_IOERR | (7 << 8);
const SQLITE_IOERR_DELETE = SQLITE_IOERR | (10 << 8);
const SQLITE_IOERR_DELETE_NOENT = SQLITE_IOERR | (23 << 8);
const SQLITE_FULL = 13;

const SQLITE_ACCESS_EXISTS = 0;
const SQLITE_ACCESS_READWRITE = 1;
const R_OK = 4;
const W_OK = 2;
const ENOENT = -2;
const EACCES = -13;
const ENOSPC = -28;
const EROFS = -30;

/** Lock levels of a connection, and the records that stand for the bytes of os_unix.c. */
const LOCK_SHARED = 1;
const LOCK_RESERVED = 2;
const LOCK_PENDING = 3;
const PENDING_RECORD = 0;
const RESERVED_RECORD = 1;
const SHARED_RECORD = 2;
const UNLOCK = 0;
const READ_LOCK = 1;
const WRITE_LOCK = 2;

const LONGEST_PATH = 4096;
const SECTOR = 4096;
/** Where `size` is in what fstat(2) writes. */
const STAT_SIZE = 8;
const STAT_VALUES = 18;
/** Julian day of the Unix epoch, in ms. */
const JULIAN_EPOCH = 210_866_760_000_000;
const DAY = 86_400_000;
const MICROSECONDS = 1000;
const FILE_MODE = 0o644;

const encoder = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

interface OpenFile {
  fd: number;
  lock: number;
  path: Uint8Array;
  /** Removed when it closes. */
  isTemporary: boolean;
}

export function registerKernelVfs(sqlite: SqliteModule, kernel: SystemCalls): void {
  const files = new Map<number, OpenFile>();
  const sharedMemory = new SharedMemory(sqlite, kernel);
  const stat = new Float64Array(STAT_VALUES);
  let temporaries = 0;

  const fileAt = (file: number): OpenFile => files.get(file)!;
  const setLock = (fd: number, record: number, kind: number) => kernel.fcntl(fd, F_OFD_SETLK, (record << 2) | kind);
  const pathAt = (address: number): Uint8Array => {
    const { bytes } = sqlite;
    return new Uint8Array(bytes.subarray(address, bytes.indexOf(0, address)));
  };

  /** Reads all that is there up to `length`; a negative number is an error. */
  function readFully(fd: number, to: number, length: number, position: number): number {
    let got = 0;
    while (got < length) {
      const size = kernel.read(fd, sqlite.bytes.subarray(to + got, to + length), position + got);
      if (size < 0) return size;
      if (size === 0) break;
      got += size;
    }
    return got;
  }

  function lock(file: OpenFile, level: number): number {
    if (file.lock >= level) return SQLITE_OK;
    const { fd } = file;
    if (level === LOCK_SHARED) {
      // Whoever waits for all readers to leave holds this one.
      if (setLock(fd, PENDING_RECORD, READ_LOCK) < 0) return SQLITE_BUSY;
      const isRefused = setLock(fd, SHARED_RECORD, READ_LOCK) < 0;
      setLock(fd, PENDING_RECORD, UNLOCK);
      if (isRefused) return SQLITE_BUSY;
    } else if (level === LOCK_RESERVED) {
      if (setLock(fd, RESERVED_RECORD, WRITE_LOCK) < 0) return SQLITE_BUSY;
    } else {
      if (file.lock < LOCK_PENDING) {
        if (setLock(fd, PENDING_RECORD, WRITE_LOCK) < 0) return SQLITE_BUSY;
        file.lock = LOCK_PENDING;
      }
      if (level > LOCK_PENDING && setLock(fd, SHARED_RECORD, WRITE_LOCK) < 0) return SQLITE_BUSY;
    }
    file.lock = level;
    return SQLITE_OK;
  }

  function unlock(file: OpenFile, level: number): number {
    if (file.lock <= level) return SQLITE_OK;
    setLock(file.fd, SHARED_RECORD, level === LOCK_SHARED ? READ_LOCK : UNLOCK);
    setLock(file.fd, RESERVED_RECORD, UNLOCK);
    setLock(file.fd, PENDING_RECORD, UNLOCK);
    file.lock = level;
    return SQLITE_OK;
  }

  const methods = structure(sqlite, [
    2,
    sqlite.function('ii', (file: number) => {
      const { fd, path, isTemporary } = fileAt(file);
      files.delete(file);
      kernel.close(fd);
      if (isTemporary) kernel.unlink(path);
      return SQLITE_OK;
    }),
    sqlite.function('iiiij', (file: number, to: number, length: number, position: bigint) => {
      const got = readFully(fileAt(file).fd, to, length, Number(position));
      if (got < 0) return SQLITE_IOERR_READ;
      if (got === length) return SQLITE_OK;
      sqlite.bytes.fill(0, to + got, to + length);
      return SQLITE_IOERR_SHORT_READ;
    }),
    sqlite.function('iiiij', (file: number, from: number, length: number, position: bigint) => {
      let put = 0;
      while (put < length) {
        const data = sqlite.bytes.subarray(from + put, from + length);
        const size = kernel.write(fileAt(file).fd, data, Number(position) + put);
        if (size === ENOSPC) return SQLITE_FULL;
        if (size <= 0) return SQLITE_IOERR_WRITE;
        put += size;
      }
      return SQLITE_OK;
    }),
    sqlite.function('iij', (file: number, size: bigint) =>
      kernel.ftruncate(fileAt(file).fd, Number(size)) < 0 ? SQLITE_IOERR_TRUNCATE : SQLITE_OK,
    ),
    sqlite.function('iii', (file: number) => (kernel.fsync(fileAt(file).fd) < 0 ? SQLITE_IOERR_FSYNC : SQLITE_OK)),
    sqlite.function('iii', (file: number, out: number) => {
      if (kernel.fstat(fileAt(file).fd, stat, 0) < 0) return SQLITE_IOERR_FSTAT;
      sqlite.view.setBigInt64(out, BigInt(stat[STAT_SIZE]!), true);
      return SQLITE_OK;
    }),
    sqlite.function('iii', (file: number, level: number) => lock(fileAt(file), level)),
    sqlite.function('iii', (file: number, level: number) => unlock(fileAt(file), level)),
    sqlite.function('iii', (file: number, out: number) => {
      const { fd, lock: own } = fileAt(file);
      const isReserved = own >= LOCK_RESERVED || kernel.fcntl(fd, F_OFD_GETLK, RESERVED_RECORD << 2) > UNLOCK;
      sqlite.setWord(out, isReserved ? 1 : 0);
      return SQLITE_OK;
    }),
    sqlite.function('iiii', () => SQLITE_NOTFOUND),
    sqlite.function('ii', () => SECTOR),
    sqlite.function('ii', () => 0),
    sqlite.function('iiiiii', (file: number, region: number, size: number, extend: number, out: number) => {
      const { fd, path } = fileAt(file);
      return sharedMemory.map(fd, path, region, size, extend !== 0, out);
    }),
    sqlite.function('iiiii', (file: number, offset: number, count: number, flags: number) =>
      sharedMemory.lock(fileAt(file).fd, offset, count, flags),
    ),
    sqlite.function('vi', (file: number) => sharedMemory.barrier(fileAt(file).fd)),
    sqlite.function('iii', (file: number, isLast: number) => sharedMemory.unmap(fileAt(file).fd, isLast !== 0)),
  ]);

  function open(path: Uint8Array, flags: number): { fd: number; flags: number } {
    let mode = flags & SQLITE_OPEN_READWRITE ? O_RDWR : O_RDONLY;
    if (flags & SQLITE_OPEN_CREATE) mode |= O_CREAT;
    if (flags & SQLITE_OPEN_EXCLUSIVE) mode |= O_EXCL;
    const fd = kernel.open(path, mode, FILE_MODE);
    if (fd >= 0 || !(flags & SQLITE_OPEN_READWRITE) || (fd !== EACCES && fd !== EROFS)) return { fd, flags };
    // A file that may only be read is opened for that.
    const readOnly = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    return { fd: kernel.open(path, O_RDONLY, FILE_MODE), flags: readOnly };
  }

  const vfs = structure(sqlite, [
    2,
    // The file of SQLite's own is its methods alone: what else there is to know is in `files`.
    4,
    LONGEST_PATH,
    0,
    sqlite.place(encoder('kernel\0')),
    0,
    sqlite.function('iiiiii', (_vfs: number, name: number, file: number, flags: number, out: number) => {
      sqlite.setWord(file, 0);
      const path = name ? pathAt(name) : encoder(`/tmp/etilqs_${kernel.pid}_${temporaries++}`);
      const opened = open(path, flags);
      if (opened.fd < 0) return SQLITE_CANTOPEN;
      if (kernel.fstat(opened.fd, stat, 0) === 0 && isDirectory(stat)) {
        kernel.close(opened.fd);
        return SQLITE_CANTOPEN;
      }
      files.set(file, { fd: opened.fd, lock: 0, path, isTemporary: (flags & SQLITE_OPEN_DELETEONCLOSE) !== 0 });
      sqlite.setWord(file, methods);
      if (out) sqlite.setWord(out, opened.flags);
      return SQLITE_OK;
    }),
    sqlite.function('iiii', (_vfs: number, name: number) => {
      const result = kernel.unlink(pathAt(name));
      if (result === ENOENT) return SQLITE_IOERR_DELETE_NOENT;
      return result < 0 ? SQLITE_IOERR_DELETE : SQLITE_OK;
    }),
    sqlite.function('iiiii', (_vfs: number, name: number, kind: number, out: number) => {
      const path = pathAt(name);
      let isSo = kernel.access(path, kind === SQLITE_ACCESS_READWRITE ? R_OK | W_OK : 0) === 0;
      // An empty journal is as good as none (os_unix.c).
      if (isSo && kind === SQLITE_ACCESS_EXISTS && kernel.stat(path, stat, 0) === 0) isSo = stat[STAT_SIZE]! > 0;
      sqlite.setWord(out, isSo ? 1 : 0);
      return SQLITE_OK;
    }),
    sqlite.function('iiiii', (_vfs: number, name: number, size: number, out: number) => {
      const path = canonicalPath(kernel, pathAt(name));
      if (path.length + 1 > size) return SQLITE_CANTOPEN;
      sqlite.bytes.set(path, out);
      sqlite.bytes[out + path.length] = 0;
      return SQLITE_OK;
    }),
    ...[0, 0, 0, 0],
    sqlite.function('iiii', (_vfs: number, length: number, out: number) => {
      sqlite.bytes.set(webCrypto.getRandomValues(new Uint8Array(length)), out);
      return length;
    }),
    sqlite.function('iii', (_vfs: number, microseconds: number) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, microseconds / MICROSECONDS);
      return microseconds;
    }),
    sqlite.function('iii', (_vfs: number, out: number) => {
      sqlite.view.setFloat64(out, (JULIAN_EPOCH + Date.now()) / DAY, true);
      return SQLITE_OK;
    }),
    sqlite.function('iiii', () => 0),
    sqlite.function('iii', (_vfs: number, out: number) => {
      sqlite.view.setBigInt64(out, BigInt(JULIAN_EPOCH + Date.now()), true);
      return SQLITE_OK;
    }),
  ]);
  sqlite.exports.sqlite3_vfs_register(vfs, 1);
}

/** A structure of words, which stays. */
function structure(sqlite: SqliteModule, words: readonly number[]): number {
  const address = sqlite.allocate(words.length * 4);
  for (const [index, word] of words.entries()) sqlite.setWord(address + index * 4, word);
  return address;
}

const STAT_MODE = 1;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const isDirectory = (stat: Float64Array) => (stat[STAT_MODE]! & S_IFMT) === S_IFDIR;

const SLASH = 0x2f;

/** Of a file that is not there yet: the canonical path of its folder, and its name. */
function canonicalPath(kernel: SystemCalls, path: Uint8Array): Uint8Array {
  const known = kernel.realpath(path);
  if (typeof known !== 'number') return known;
  const slash = path.lastIndexOf(SLASH);
  const folder = slash < 0 ? kernel.getcwd() : kernel.realpath(path.subarray(0, Math.max(slash, 1)));
  if (typeof folder === 'number') return path;
  const name = path.subarray(slash + 1);
  const separator = folder.length === 1 ? [] : [SLASH];
  return Uint8Array.from([...folder, ...separator, ...name]);
}
