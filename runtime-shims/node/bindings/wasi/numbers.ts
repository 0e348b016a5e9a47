/** Numbers of WASI preview 1 (https://github.com/WebAssembly/WASI, legacy/preview1/docs.md). */
import { errnoNames } from '../../../kernel/errno_names.ts';

/** `errno` in its order, from success. */
const ERRNO_NAMES = [
  ...['ESUCCESS', 'E2BIG', 'EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAGAIN', 'EALREADY', 'EBADF'],
  ...['EBADMSG', 'EBUSY', 'ECANCELED', 'ECHILD', 'ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EDEADLK'],
  ...['EDESTADDRREQ', 'EDOM', 'EDQUOT', 'EEXIST', 'EFAULT', 'EFBIG', 'EHOSTUNREACH', 'EIDRM', 'EILSEQ'],
  ...['EINPROGRESS', 'EINTR', 'EINVAL', 'EIO', 'EISCONN', 'EISDIR', 'ELOOP', 'EMFILE', 'EMLINK', 'EMSGSIZE'],
  ...['EMULTIHOP', 'ENAMETOOLONG', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH', 'ENFILE', 'ENOBUFS', 'ENODEV', 'ENOENT'],
  ...['ENOEXEC', 'ENOLCK', 'ENOLINK', 'ENOMEM', 'ENOMSG', 'ENOPROTOOPT', 'ENOSPC', 'ENOSYS', 'ENOTCONN', 'ENOTDIR'],
  ...['ENOTEMPTY', 'ENOTRECOVERABLE', 'ENOTSOCK', 'ENOTSUP', 'ENOTTY', 'ENXIO', 'EOVERFLOW', 'EOWNERDEAD', 'EPERM'],
  ...['EPIPE', 'EPROTO', 'EPROTONOSUPPORT', 'EPROTOTYPE', 'ERANGE', 'EROFS', 'ESPIPE', 'ESRCH', 'ESTALE'],
  ...['ETIMEDOUT', 'ETXTBSY', 'EXDEV', 'ENOTCAPABLE'],
];

export const ESUCCESS = 0;
export const EBADF = 8;
export const EINVAL = 28;
export const EISDIR = 31;
export const ELOOP = 32;
export const ENOBUFS = 42;
export const ENOSYS = 52;
export const ENOTDIR = 54;
export const ENOTSOCK = 57;
export const ENOTSUP = 58;
export const EOVERFLOW = 61;
export const ENOTCAPABLE = 76;

/** Of a result of the kernel, which is `-errno` with Linux's numbers. */
export function errnoOf(result: number): number {
  if (result >= 0) return ESUCCESS;
  const found = ERRNO_NAMES.indexOf(errnoNames.get(-result) ?? '');
  return found < 0 ? ENOSYS : found;
}

export const nameOfErrno = (errno: number): string => ERRNO_NAMES[errno] ?? 'EUNKNOWN';

export const FILETYPE_UNKNOWN = 0;
export const FILETYPE_BLOCK_DEVICE = 1;
export const FILETYPE_CHARACTER_DEVICE = 2;
export const FILETYPE_DIRECTORY = 3;
export const FILETYPE_REGULAR_FILE = 4;
export const FILETYPE_SOCKET_STREAM = 6;
export const FILETYPE_SYMBOLIC_LINK = 7;

/** By DT_* of readdir(3). A pipe counts as a stream of bytes, as in uvwasi. */
export const FILETYPES: Readonly<Record<number, number>> = {
  1: FILETYPE_SOCKET_STREAM,
  2: FILETYPE_CHARACTER_DEVICE,
  4: FILETYPE_DIRECTORY,
  6: FILETYPE_BLOCK_DEVICE,
  8: FILETYPE_REGULAR_FILE,
  10: FILETYPE_SYMBOLIC_LINK,
  12: FILETYPE_SOCKET_STREAM,
};

const bit = (index: number): bigint => 1n << BigInt(index);
/** `rights`, by the calls that they allow. */
export const RIGHT = {
  fdDatasync: bit(0),
  fdRead: bit(1),
  fdSeek: bit(2),
  fdstatSetFlags: bit(3),
  fdSync: bit(4),
  fdTell: bit(5),
  fdWrite: bit(6),
  fdAdvise: bit(7),
  fdAllocate: bit(8),
  pathCreateDirectory: bit(9),
  pathCreateFile: bit(10),
  pathLinkSource: bit(11),
  pathLinkTarget: bit(12),
  pathOpen: bit(13),
  fdReaddir: bit(14),
  pathReadlink: bit(15),
  pathRenameSource: bit(16),
  pathRenameTarget: bit(17),
  pathFilestatGet: bit(18),
  pathFilestatSetSize: bit(19),
  pathFilestatSetTimes: bit(20),
  fdFilestatGet: bit(21),
  fdFilestatSetSize: bit(22),
  fdFilestatSetTimes: bit(23),
  pathSymlink: bit(24),
  pathRemoveDirectory: bit(25),
  pathUnlinkFile: bit(26),
  pollFdReadwrite: bit(27),
} as const;

/** What can be done at most with a descriptor of a type: itself, and what is opened through it (uvwasi's fd_table.c). */
export function rightsOfType(type: number): { base: bigint; inheriting: bigint } {
  switch (type) {
    case FILETYPE_REGULAR_FILE:
      return { base: 0x08e001ffn, inheriting: 0n };
    case FILETYPE_DIRECTORY:
      return { base: 0x0fbefe98n, inheriting: 0x0fffffffn };
    case FILETYPE_SOCKET_STREAM:
      return { base: 0x3820004an, inheriting: 0x3fffffffn };
    case FILETYPE_CHARACTER_DEVICE:
    case FILETYPE_BLOCK_DEVICE:
      return { base: 0x3fffffffn, inheriting: 0x3fffffffn };
    default:
      return { base: 0n, inheriting: 0n };
  }
}
