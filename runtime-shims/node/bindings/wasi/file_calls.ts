/** The calls of WASI preview 1 on descriptors (fd_*). */
import { O_APPEND, O_NONBLOCK, POLLIN, POLLOUT, SEEK_CUR } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { encodeUtf8 } from '../../bytes/utf8.ts';
import { type DescriptorTable, fileType, STAT_VALUES } from './descriptor_table.ts';
import { type Guest, WasiError } from './guest.ts';
import {
  EBADF,
  EINVAL,
  ENOBUFS,
  ENOTCAPABLE,
  ENOTSUP,
  errnoOf,
  FILETYPE_DIRECTORY,
  FILETYPES,
  RIGHT,
} from './numbers.ts';

const EAGAIN = -11;
const F_GETFL = 3;
const F_SETFL = 4;
const FDFLAG_APPEND = 1;
const FDFLAG_NONBLOCK = 4;
const WHENCES = 3;
const ADVICES = 6;
const PREOPEN_DIRECTORY = 0;
/** fstflags: a time is given, or it is now. */
const SET_ATIME = 1;
const SET_ATIME_NOW = 2;
const SET_MTIME = 4;
const SET_MTIME_NOW = 8;
const NANOSECONDS = 1e9;
const DIRENT_BYTES = 24;
/** Where things are in what stat(2) writes; a time is seconds, then nanoseconds. */
const STAT = { dev: 0, nlink: 2, ino: 7, size: 8, atime: 10, mtime: 12, ctime: 14 };

/** Throws for a negative result of the kernel. */
export function ok(result: number): number {
  if (result < 0) throw new WasiError(errnoOf(result));
  return result;
}

export function writeFilestat(guest: Guest, address: number, stat: Float64Array): void {
  const time = (at: number) => BigInt(stat[at]!) * BigInt(NANOSECONDS) + BigInt(Math.trunc(stat[at + 1]!));
  guest.check(address, 64);
  guest.setLong(address, BigInt(stat[STAT.dev]!));
  guest.setLong(address + 8, BigInt(stat[STAT.ino]!));
  guest.setByte(address + 16, fileType(stat));
  guest.setLong(address + 24, BigInt(stat[STAT.nlink]!));
  guest.setLong(address + 32, BigInt(stat[STAT.size]!));
  guest.setLong(address + 40, time(STAT.atime));
  guest.setLong(address + 48, time(STAT.mtime));
  guest.setLong(address + 56, time(STAT.ctime));
}

/** Access and modification time in seconds, what is not set being as it was. */
export function timesOf(stat: Float64Array, atime: bigint, mtime: bigint, flags: number): [number, number] {
  if (flags & ~15) throw new WasiError(EINVAL);
  if ((flags & 3) === 3 || (flags & 12) === 12) throw new WasiError(EINVAL);
  const now = Date.now() / 1000;
  const old = (at: number) => stat[at]! + stat[at + 1]! / NANOSECONDS;
  const given = (time: bigint) => Number(time) / NANOSECONDS;
  return [
    flags & SET_ATIME_NOW ? now : flags & SET_ATIME ? given(atime) : old(STAT.atime),
    flags & SET_MTIME_NOW ? now : flags & SET_MTIME ? given(mtime) : old(STAT.mtime),
  ];
}

export function fileCalls(kernel: SystemCalls, table: DescriptorTable, guest: Guest) {
  const CURRENT = -1;

  /** Reads into the vectors until one is not filled. */
  function readAll(fd: number, vectors: Uint8Array[], position: number): number {
    let total = 0;
    for (const vector of vectors) {
      if (vector.length === 0) continue;
      const at = position === CURRENT ? CURRENT : position + total;
      let size = kernel.read(fd, vector, at);
      while (size === EAGAIN && total === 0 && !isNonBlocking(fd)) {
        ok(kernel.waitBlocking(fd, POLLIN, -1));
        size = kernel.read(fd, vector, at);
      }
      if (size < 0 && total > 0) break;
      total += ok(size);
      if (size < vector.length) break;
    }
    return total;
  }

  function writeAll(fd: number, vectors: Uint8Array[], position: number): number {
    let total = 0;
    for (const vector of vectors) {
      for (let put = 0; put < vector.length; ) {
        const size = kernel.write(fd, vector.subarray(put), position === CURRENT ? CURRENT : position + total);
        if (size === EAGAIN && !isNonBlocking(fd)) {
          ok(kernel.waitBlocking(fd, POLLOUT, -1));
          continue;
        }
        if (size < 0 && total > 0) return total;
        put += ok(size);
        total += size;
      }
    }
    return total;
  }

  const isNonBlocking = (fd: number) => (kernel.fcntl(fd, F_GETFL, 0) & O_NONBLOCK) !== 0;

  return {
    fd_advise(fd: number, _offset: bigint, _length: bigint, advice: number): void {
      table.require(fd, RIGHT.fdAdvise);
      if (advice >= ADVICES) throw new WasiError(EINVAL);
    },

    fd_allocate(fd: number, offset: bigint, length: bigint): void {
      const { fd: own } = table.require(fd, RIGHT.fdAllocate);
      const stat = new Float64Array(STAT_VALUES);
      ok(kernel.fstat(own, stat, 0));
      const wanted = Number(offset + length);
      if (stat[STAT.size]! < wanted) ok(kernel.ftruncate(own, wanted));
    },

    fd_close(fd: number): void {
      const { fd: own } = table.find(fd);
      table.remove(fd);
      ok(kernel.close(own));
    },

    fd_datasync(fd: number): void {
      ok(kernel.fsync(table.require(fd, RIGHT.fdDatasync).fd));
    },
    fd_sync(fd: number): void {
      ok(kernel.fsync(table.require(fd, RIGHT.fdSync).fd));
    },

    fd_fdstat_get(fd: number, out: number): void {
      const descriptor = table.find(fd);
      const flags = ok(kernel.fcntl(descriptor.fd, F_GETFL, 0));
      guest.check(out, 24);
      guest.setByte(out, descriptor.type);
      guest.setShort(out + 2, (flags & O_APPEND ? FDFLAG_APPEND : 0) | (flags & O_NONBLOCK ? FDFLAG_NONBLOCK : 0));
      guest.setLong(out + 8, descriptor.base);
      guest.setLong(out + 16, descriptor.inheriting);
    },

    fd_fdstat_set_flags(fd: number, flags: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdstatSetFlags);
      const set = (flags & FDFLAG_APPEND ? O_APPEND : 0) | (flags & FDFLAG_NONBLOCK ? O_NONBLOCK : 0);
      ok(kernel.fcntl(own, F_SETFL, set));
    },

    fd_fdstat_set_rights(fd: number, base: bigint, inheriting: bigint): void {
      const descriptor = table.find(fd);
      const [wanted, passedOn] = [BigInt.asUintN(64, base), BigInt.asUintN(64, inheriting)];
      // Rights can be given up only.
      if (wanted & ~descriptor.base || passedOn & ~descriptor.inheriting) throw new WasiError(ENOTCAPABLE);
      descriptor.base = wanted;
      descriptor.inheriting = passedOn;
    },

    fd_filestat_get(fd: number, out: number): void {
      const stat = new Float64Array(STAT_VALUES);
      ok(kernel.fstat(table.require(fd, RIGHT.fdFilestatGet).fd, stat, 0));
      writeFilestat(guest, out, stat);
    },

    fd_filestat_set_size(fd: number, size: bigint): void {
      ok(kernel.ftruncate(table.require(fd, RIGHT.fdFilestatSetSize).fd, Number(size)));
    },

    fd_filestat_set_times(fd: number, atime: bigint, mtime: bigint, flags: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdFilestatSetTimes);
      const stat = new Float64Array(STAT_VALUES);
      ok(kernel.fstat(own, stat, 0));
      ok(kernel.futimes(own, ...timesOf(stat, atime, mtime, flags)));
    },

    fd_pread(fd: number, vectors: number, count: number, offset: bigint, out: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdRead | RIGHT.fdSeek);
      guest.setWord(out, readAll(own, guest.vectors(vectors, count), Number(offset)));
    },
    fd_pwrite(fd: number, vectors: number, count: number, offset: bigint, out: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdWrite | RIGHT.fdSeek);
      guest.setWord(out, writeAll(own, guest.vectors(vectors, count), Number(offset)));
    },
    fd_read(fd: number, vectors: number, count: number, out: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdRead);
      guest.setWord(out, readAll(own, guest.vectors(vectors, count), CURRENT));
    },
    fd_write(fd: number, vectors: number, count: number, out: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdWrite);
      guest.setWord(out, writeAll(own, guest.vectors(vectors, count), CURRENT));
    },

    fd_prestat_get(fd: number, out: number): void {
      const descriptor = table.find(fd);
      if (!descriptor.isPreopened) throw new WasiError(EINVAL);
      guest.check(out, 8);
      guest.setByte(out, PREOPEN_DIRECTORY);
      guest.setWord(out + 4, encodeUtf8(descriptor.guestPath).length);
    },

    fd_prestat_dir_name(fd: number, path: number, length: number): void {
      const descriptor = table.find(fd);
      if (!descriptor.isPreopened) throw new WasiError(EBADF);
      const name = encodeUtf8(descriptor.guestPath);
      if (name.length > length) throw new WasiError(ENOBUFS);
      guest.bytes(path, name.length).set(name);
    },

    fd_readdir(fd: number, buffer: number, length: number, cookie: bigint, out: number): void {
      const descriptor = table.require(fd, RIGHT.fdReaddir);
      const target = guest.bytes(buffer, length);
      const listed = kernel.readdir(descriptor.hostPath);
      if (typeof listed === 'number') throw new WasiError(errnoOf(listed));
      const names = listed.names.length ? splitNames(listed.names) : [];
      let used = 0;
      for (let index = Number(cookie); index < names.length && used < length; index++) {
        const name = names[index]!;
        const entry = new Uint8Array(DIRENT_BYTES + name.length);
        const view = new DataView(entry.buffer);
        view.setBigUint64(0, BigInt(index + 1), true);
        view.setUint32(16, name.length, true);
        view.setUint8(20, FILETYPES[listed.types[index]!] ?? 0);
        entry.set(name, DIRENT_BYTES);
        // The last one is cut where the buffer ends, so that the program knows that there is more.
        const part = entry.subarray(0, length - used);
        target.set(part, used);
        used += part.length;
      }
      guest.setWord(out, used);
    },

    fd_renumber(from: number, to: number): void {
      if (from === to) return void table.find(from);
      table.find(from);
      ok(kernel.close(table.find(to).fd));
      table.move(from, to);
    },

    fd_seek(fd: number, offset: bigint, whence: number, out: number): void {
      const { fd: own } = table.require(fd, RIGHT.fdSeek);
      if (whence >= WHENCES) throw new WasiError(EINVAL);
      guest.setLong(out, BigInt(ok(kernel.lseek(own, Number(BigInt.asIntN(64, offset)), whence))));
    },

    fd_tell(fd: number, out: number): void {
      const descriptor = table.require(fd, RIGHT.fdTell);
      if (descriptor.type === FILETYPE_DIRECTORY) throw new WasiError(ENOTSUP);
      guest.setLong(out, BigInt(ok(kernel.lseek(descriptor.fd, 0, SEEK_CUR))));
    },
  };
}

const SLASH = 0x2f;

function splitNames(names: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start <= names.length; ) {
    const end = names.indexOf(SLASH, start);
    parts.push(names.subarray(start, end < 0 ? names.length : end));
    if (end < 0) break;
    start = end + 1;
  }
  return parts;
}
