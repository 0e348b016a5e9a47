/** What libuv would make of a descriptor (uv_guess_handle in src/unix/tty.c). */
import { SOCK_DGRAM } from '../kernel/constants.ts';
import type { SystemCalls } from '../kernel/system_calls.ts';

/** Indexes into `handleTypes` of lib/internal/util.js. */
export const HandleType = { TCP: 0, TTY: 1, UDP: 2, FILE: 3, PIPE: 4, UNKNOWN: 5 } as const;

const AF_INET = 2;
const AF_INET6 = 10;
/** Place of st_mode in the kernel's stat values, and the number of these. */
const MODE = 1;
const STAT_VALUES = 18;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFCHR = 0o020000;
const S_IFIFO = 0o010000;
const S_IFSOCK = 0o140000;

export function guessHandleType(kernel: SystemCalls, fd: number): number {
  if (kernel.isatty(fd)) return HandleType.TTY;
  const values = new Float64Array(STAT_VALUES);
  if (kernel.fstat(fd, values, 0) < 0) return HandleType.UNKNOWN;
  switch (values[MODE]! & S_IFMT) {
    case S_IFREG:
    case S_IFCHR:
      return HandleType.FILE;
    case S_IFIFO:
      return HandleType.PIPE;
    case S_IFSOCK:
      return socketType(kernel, fd);
    default:
      return HandleType.UNKNOWN;
  }
}

function socketType(kernel: SystemCalls, fd: number): number {
  if (kernel.socketType(fd) === SOCK_DGRAM) return HandleType.UDP;
  const name = kernel.getsockname(fd);
  if (typeof name === 'number') return HandleType.PIPE;
  return name.family === AF_INET || name.family === AF_INET6 ? HandleType.TCP : HandleType.PIPE;
}
