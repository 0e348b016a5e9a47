/** The calls of WASI preview 1 on paths (path_*). */
import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
} from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { decodeUtf8 } from '../../bytes/utf8.ts';
import { type DescriptorTable, STAT_VALUES } from './descriptor_table.ts';
import { ok, timesOf, writeFilestat } from './file_calls.ts';
import { type Guest, WasiError } from './guest.ts';
import { ENOTCAPABLE, ENOTDIR, errnoOf, FILETYPE_DIRECTORY, RIGHT } from './numbers.ts';
import { LOOKUP_SYMLINK_FOLLOW, PathResolver } from './paths.ts';

const OFLAG_CREAT = 1;
const OFLAG_DIRECTORY = 2;
const OFLAG_EXCL = 4;
const OFLAG_TRUNC = 8;
const FDFLAG_APPEND = 1;
const FDFLAG_DSYNC = 2;
const FDFLAG_NONBLOCK = 4;
const FDFLAG_RSYNC = 8;
const FDFLAG_SYNC = 16;
const FILE_MODE = 0o666;
const DIRECTORY_MODE = 0o777;

export function pathCalls(kernel: SystemCalls, table: DescriptorTable, guest: Guest) {
  const resolver = new PathResolver(kernel);

  function resolve(fd: number, right: bigint, path: number, length: number, flags: number): string {
    const directory = table.require(fd, right);
    return resolver.resolve(directory, guest.path(path, length), (flags & LOOKUP_SYMLINK_FOLLOW) !== 0).host;
  }

  return {
    path_create_directory(fd: number, path: number, length: number): void {
      ok(kernel.mkdir(resolve(fd, RIGHT.pathCreateDirectory, path, length, 0), DIRECTORY_MODE));
    },

    path_filestat_get(fd: number, flags: number, path: number, length: number, out: number): void {
      const file = resolve(fd, RIGHT.pathFilestatGet, path, length, flags);
      const stat = new Float64Array(STAT_VALUES);
      ok(kernel.lstat(file, stat, 0));
      writeFilestat(guest, out, stat);
    },

    path_filestat_set_times(
      fd: number,
      flags: number,
      path: number,
      length: number,
      atime: bigint,
      mtime: bigint,
      set: number,
    ): void {
      const file = resolve(fd, RIGHT.pathFilestatSetTimes, path, length, flags);
      const stat = new Float64Array(STAT_VALUES);
      ok(kernel.lstat(file, stat, 0));
      ok(kernel.lutimes(file, ...timesOf(stat, atime, mtime, set)));
    },

    path_link(
      fromFd: number,
      flags: number,
      from: number,
      fromLength: number,
      toFd: number,
      to: number,
      toLength: number,
    ): void {
      const source = resolve(fromFd, RIGHT.pathLinkSource, from, fromLength, flags);
      ok(kernel.link(source, resolve(toFd, RIGHT.pathLinkTarget, to, toLength, 0)));
    },

    path_open(
      fd: number,
      lookup: number,
      path: number,
      length: number,
      oflags: number,
      base: bigint,
      inheriting: bigint,
      fdflags: number,
      out: number,
    ): void {
      const [wanted, passedOn] = [BigInt.asUintN(64, base), BigInt.asUintN(64, inheriting)];
      let needed: bigint = RIGHT.pathOpen;
      if (oflags & OFLAG_CREAT) needed |= RIGHT.pathCreateFile;
      if (oflags & OFLAG_TRUNC) needed |= RIGHT.pathFilestatSetSize;
      let neededOfOpened = wanted | passedOn;
      if (fdflags & FDFLAG_DSYNC) neededOfOpened |= RIGHT.fdDatasync;
      if (fdflags & (FDFLAG_RSYNC | FDFLAG_SYNC)) neededOfOpened |= RIGHT.fdSync;
      const directory = table.require(fd, needed, neededOfOpened);
      const follow = (lookup & LOOKUP_SYMLINK_FOLLOW) !== 0;
      const paths = resolver.resolve(directory, guest.path(path, length), follow);

      const reads = (wanted & (RIGHT.fdRead | RIGHT.fdReaddir)) !== 0n;
      const writes = (wanted & (RIGHT.fdDatasync | RIGHT.fdWrite | RIGHT.fdAllocate | RIGHT.fdFilestatSetSize)) !== 0n;
      let flags: number = writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY;
      if (oflags & OFLAG_CREAT) flags |= O_CREAT;
      if (oflags & OFLAG_EXCL) flags |= O_EXCL;
      if (oflags & OFLAG_TRUNC) flags |= O_TRUNC;
      if (oflags & OFLAG_DIRECTORY) flags |= O_DIRECTORY;
      if (fdflags & FDFLAG_APPEND) flags |= O_APPEND;
      if (fdflags & FDFLAG_NONBLOCK) flags |= O_NONBLOCK;
      const opened = ok(kernel.open(paths.host, flags, FILE_MODE));
      const number = table.insert(opened, { ...paths, isPreopened: false });
      const descriptor = table.find(number);
      if (oflags & OFLAG_DIRECTORY && descriptor.type !== FILETYPE_DIRECTORY) {
        table.remove(number);
        kernel.close(opened);
        throw new WasiError(ENOTDIR);
      }
      descriptor.base &= wanted;
      descriptor.inheriting &= passedOn;
      guest.setWord(out, number);
    },

    path_readlink(fd: number, path: number, length: number, buffer: number, size: number, out: number): void {
      const target = kernel.readlink(resolve(fd, RIGHT.pathReadlink, path, length, 0));
      if (typeof target === 'number') throw new WasiError(errnoOf(target));
      const part = target.subarray(0, size);
      guest.bytes(buffer, part.length).set(part);
      guest.setWord(out, part.length);
    },

    path_remove_directory(fd: number, path: number, length: number): void {
      ok(kernel.rmdir(resolve(fd, RIGHT.pathRemoveDirectory, path, length, 0)));
    },

    path_rename(fromFd: number, from: number, fromLength: number, toFd: number, to: number, toLength: number): void {
      const source = resolve(fromFd, RIGHT.pathRenameSource, from, fromLength, 0);
      ok(kernel.rename(source, resolve(toFd, RIGHT.pathRenameTarget, to, toLength, 0)));
    },

    path_symlink(target: number, targetLength: number, fd: number, path: number, length: number): void {
      const directory = table.require(fd, RIGHT.pathSymlink);
      const link = resolver.resolve(directory, guest.path(path, length), false).host;
      const text = guest.path(target, targetLength);
      // An absolute target would mean another file outside than it does inside.
      if (text[0] === SLASH) throw new WasiError(ENOTCAPABLE);
      ok(kernel.symlink(decodeUtf8(text, 0, text.length), link));
    },

    path_unlink_file(fd: number, path: number, length: number): void {
      ok(kernel.unlink(resolve(fd, RIGHT.pathUnlinkFile, path, length, 0)));
    },
  };
}

const SLASH = 0x2f;
