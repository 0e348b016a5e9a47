/** The typed face of the file system: system_calls.ts over the exports of file_exports.ts. */
import { O_RDONLY } from './constants.ts';
import { EINTR, ENOBUFS, ENOMEM } from './errno.ts';
import type * as exportsOfFiles from './file_exports.ts';
import { READ_RANDOM } from './files.ts';
import type { Path, SystemCalls } from './system_calls.ts';
import { DATA_BYTES, type Transfer } from './transfer.ts';

export type FileExports = typeof exportsOfFiles;
type FileNames =
  | 'open'
  | 'close'
  | 'read'
  | 'write'
  | 'lseek'
  | 'ftruncate'
  | 'truncate'
  | 'fsync'
  | 'dup'
  | 'dup2'
  | 'fcntl'
  | 'stat'
  | 'lstat'
  | 'fstat'
  | 'statfs'
  | 'access'
  | 'chmod'
  | 'fchmod'
  | 'chown'
  | 'lchown'
  | 'fchown'
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
  | 'readSmallFile'
  | 'chdir'
  | 'getcwd'
  | 'umask'
  | 'inotifyInit'
  | 'inotifyAddWatch'
  | 'inotifyRemoveWatch'
  | 'memoryUsed'
  | 'memoryLimit';
export type FileCalls = Pick<SystemCalls, FileNames>;

const STAT_FIELDS = 18;
const STATFS_FIELDS = 7;
/** Copies below this many bytes go byte by byte: making a view costs more. */
const SMALL_COPY = 32;
/** Most bytes that the browser's generator gives in one call. */
const RANDOM_BYTES = 65_536;
/** Bytes at which reading a file without an end, such as /dev/zero, is given up: Node's own limit is 2 GiB too. */
const LARGEST_READ = 2 ** 31;
const slash = '/'.charCodeAt(0);

export function createFileCalls(calls: FileExports, transfer: Transfer): FileCalls {
  const copyTo = (target: Uint8Array, at: number, from: number, length: number): void => {
    const bytes = transfer.areaBytes();
    if (length > SMALL_COPY) target.set(bytes.subarray(from, from + length), at);
    else for (let i = 0; i < length; i++) target[at + i] = bytes[from + i] as number;
  };
  const copyFrom = (to: number, source: Uint8Array, at: number, length: number): void => {
    const bytes = transfer.areaBytes();
    if (length > SMALL_COPY)
      bytes.set(at === 0 && length === source.length ? source : source.subarray(at, at + length), to);
    else for (let i = 0; i < length; i++) bytes[to + i] = source[at + i] as number;
  };

  const readRandom = (buffer: Uint8Array, start: number, length: number): number => {
    for (let at = 0; at < length; at += RANDOM_BYTES) {
      buffer.set(crypto.getRandomValues(new Uint8Array(Math.min(RANDOM_BYTES, length - at))), start + at);
    }
    return length;
  };

  const read: FileCalls['read'] = (fd, buffer, position, start = 0, length = buffer.length - start) => {
    const { data } = transfer;
    let done = 0;
    do {
      const wanted = Math.min(DATA_BYTES, length - done);
      const count = calls.read(fd, data, wanted, position < 0 ? -1 : position + done);
      if (count === READ_RANDOM) return readRandom(buffer, start, length);
      if (count < 0) return done > 0 ? done : count;
      copyTo(buffer, start + done, data, count);
      done += count;
      if (count < wanted) break;
    } while (done < length);
    return done;
  };

  const write: FileCalls['write'] = (fd, source, position, start = 0, length = source.length - start) => {
    const { data } = transfer;
    let done = 0;
    do {
      const wanted = Math.min(DATA_BYTES, length - done);
      copyFrom(data, source, start + done, wanted);
      const count = calls.write(fd, data, wanted, position < 0 ? -1 : position + done);
      if (count < 0) return done > 0 ? done : count;
      done += count;
      if (count < wanted) break;
    } while (done < length);
    return done;
  };

  const onPath = (path: Path, call: (address: number, length: number) => number): number => {
    const address = transfer.putPath(path);
    return call(address, transfer.pathLength);
  };
  const onTwoPaths = (
    from: Path,
    to: Path,
    call: (from: number, fromLength: number, to: number, toLength: number) => number,
  ): number => {
    const first = transfer.putPath(from);
    const firstLength = transfer.pathLength;
    const second = transfer.putPath(to, true);
    return call(first, firstLength, second, transfer.pathLength);
  };
  const statInto = (path: Path, follow: 0 | 1, out: Float64Array, offset: number): number => {
    const address = transfer.putPath(path);
    const result = calls.stat(address, transfer.pathLength, follow, transfer.data);
    if (result === 0) transfer.doublesOut(out, offset, STAT_FIELDS);
    return result;
  };
  const bytesOf = (result: number): Uint8Array | number =>
    result < 0 ? result : transfer.copyOut(transfer.data, result);

  /** A listing in a block of its own: it did not fit the transfer area. The directory may grow meanwhile. */
  const readLargeDirectory = (path: Path): Uint8Array | number => {
    for (;;) {
      const { data } = transfer;
      const wanted = new DataView(transfer.bytes().buffer).getInt32(data, true) * 2;
      const block = calls.allocateBlock(wanted) >>> 0;
      if (block === 0) return -ENOMEM;
      const address = transfer.putPath(path);
      const count = calls.readdir(address, transfer.pathLength, block, wanted);
      const listing = count < 0 ? count : transfer.copyOut(block, count);
      if (count === -ENOBUFS) transfer.bytes().copyWithin(transfer.data, block, block + 4);
      calls.releaseBlock();
      if (count !== -ENOBUFS) return listing;
    }
  };

  return {
    open: (path, flags, mode) => {
      const address = transfer.putPath(path);
      return calls.open(address, transfer.pathLength, flags, mode);
    },
    close: (fd) => calls.close(fd),
    read,
    write,
    lseek: (fd, offset, whence) => calls.lseek(fd, offset, whence),
    ftruncate: (fd, length) => calls.ftruncate(fd, length),
    truncate: (path, length) => onPath(path, (address, size) => calls.truncate(address, size, length)),
    fsync: (fd) => calls.fsync(fd),
    dup: (fd) => calls.dup(fd),
    dup2: (from, to) => calls.dup2(from, to),
    fcntl: (fd, command, argument) => calls.fcntl(fd, command, argument),
    stat: (path, out, offset) => statInto(path, 1, out, offset),
    lstat: (path, out, offset) => statInto(path, 0, out, offset),
    fstat(fd, out, offset) {
      const result = calls.fstat(fd, transfer.data);
      if (result === 0) transfer.doublesOut(out, offset, STAT_FIELDS);
      return result;
    },
    statfs(path, out) {
      const result = onPath(path, (address, length) => calls.statfs(address, length, transfer.data));
      if (result === 0) transfer.doublesOut(out, 0, STATFS_FIELDS);
      return result;
    },
    access: (path, mode) => onPath(path, (address, length) => calls.access(address, length, mode)),
    chmod: (path, mode) => onPath(path, (address, length) => calls.chmod(address, length, mode)),
    fchmod: (fd, mode) => calls.fchmod(fd, mode),
    chown: (path, uid, gid) => onPath(path, (address, length) => calls.chown(address, length, 1, uid, gid)),
    lchown: (path, uid, gid) => onPath(path, (address, length) => calls.chown(address, length, 0, uid, gid)),
    fchown: (fd, uid, gid) => calls.fchown(fd, uid, gid),
    utimes: (path, atime, mtime) => onPath(path, (address, length) => calls.utimes(address, length, 1, atime, mtime)),
    lutimes: (path, atime, mtime) => onPath(path, (address, length) => calls.utimes(address, length, 0, atime, mtime)),
    futimes: (fd, atime, mtime) => calls.futimes(fd, atime, mtime),
    mkdir: (path, mode) => onPath(path, (address, length) => calls.mkdir(address, length, mode)),
    rmdir: (path) => onPath(path, calls.rmdir),
    unlink: (path) => onPath(path, calls.unlink),
    rename: (from, to) => onTwoPaths(from, to, calls.rename),
    link: (from, to) => onTwoPaths(from, to, calls.link),
    symlink: (target, path) => onTwoPaths(target, path, calls.symlink),
    readlink: (path) =>
      bytesOf(onPath(path, (address, length) => calls.readlink(address, length, transfer.data, DATA_BYTES))),
    realpath: (path) =>
      bytesOf(onPath(path, (address, length) => calls.realpath(address, length, transfer.data, DATA_BYTES))),
    readdir(path) {
      const count = onPath(path, (address, length) => calls.readdir(address, length, transfer.data, DATA_BYTES));
      if (count >= 0) return splitListing(transfer.areaBytes(), transfer.data, count);
      const listing = count === -ENOBUFS ? readLargeDirectory(path) : count;
      return typeof listing === 'number' ? listing : splitListing(listing, 0, listing.length);
    },
    readSmallFile(path, allocate) {
      const address = transfer.putPath(path);
      const count = calls.readFile(address, transfer.pathLength, transfer.data, DATA_BYTES);
      if (count < 0) return count;
      const bytes = allocate(count);
      copyTo(bytes, 0, transfer.data, count);
      return bytes;
    },
    readFile(path) {
      const address = transfer.putPath(path);
      const count = calls.readFile(address, transfer.pathLength, transfer.data, DATA_BYTES);
      if (count >= 0) return transfer.copyOut(transfer.data, count);
      if (count !== -ENOBUFS) return count;
      const fd = calls.open(address, transfer.pathLength, O_RDONLY, 0);
      if (fd < 0) return fd;
      const stat = new Float64Array(STAT_FIELDS);
      calls.fstat(fd, transfer.data);
      transfer.doublesOut(stat, 0, STAT_FIELDS);
      // One byte more than the size, so that the last read shows whether the file grew.
      const first = allocateBytes((stat[8] as number) + 1);
      if (first === undefined) {
        calls.close(fd);
        return -ENOMEM;
      }
      let bytes = first;
      let length = 0;
      for (;;) {
        const part = read(fd, bytes.subarray(length), -1);
        if (part === -EINTR) continue;
        if (part < 0) {
          calls.close(fd);
          return part;
        }
        if (part === 0) break;
        length += part;
        if (length === bytes.length) {
          const wider: Uint8Array<ArrayBuffer> | undefined =
            length * 2 > LARGEST_READ ? undefined : allocateBytes(length * 2);
          if (wider === undefined) {
            calls.close(fd);
            return -ENOMEM;
          }
          wider.set(bytes);
          bytes = wider;
        }
      }
      calls.close(fd);
      return bytes.slice(0, length);
    },
    chdir: (path) => onPath(path, calls.chdir),
    getcwd: () => bytesOf(calls.getcwd(transfer.data, DATA_BYTES)),
    umask: (mask) => calls.umask(mask),
    inotifyInit: () => calls.inotifyInit(),
    inotifyAddWatch: (fd, path, mask) =>
      onPath(path, (address, length) => calls.inotifyAddWatch(fd, address, length, mask)),
    inotifyRemoveWatch: (fd, watch) => calls.inotifyRemoveWatch(fd, watch),
    memoryUsed: () => calls.memoryUsed(),
    memoryLimit: () => calls.memoryLimit(),
  };
}

/** A buffer, unless the browser has no memory for it. */
function allocateBytes(length: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(length);
  } catch {
    return undefined;
  }
}

/** The least that an entry takes: its type, the length of its name, and a name of one byte. */
const LEAST_ENTRY_BYTES = 3;

/** From the `size` bytes of (type, length, name) entries at `start` to names joined by `/`, and types. */
function splitListing(bytes: Uint8Array, start: number, size: number): { names: Uint8Array; types: Uint8Array } {
  const names = new Uint8Array(size);
  const types = new Uint8Array(Math.floor(size / LEAST_ENTRY_BYTES));
  let count = 0;
  let end = 0;
  for (let at = start; at < start + size; ) {
    if (count > 0) names[end++] = slash;
    types[count++] = bytes[at] as number;
    const next = at + 2 + (bytes[at + 1] as number);
    for (let from = at + 2; from < next; from++) names[end++] = bytes[from] as number;
    at = next;
  }
  return { names: names.subarray(0, end), types: types.subarray(0, count) };
}
