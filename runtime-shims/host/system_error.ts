/** Errors of system calls as Node's UVException makes them (lib/internal/errors.js): code, errno, syscall, path, message. */
import { errnoNames } from '../kernel/errno_names.ts';

/** libuv's descriptions (uv-errno.h), which Node prints, for what file operations and spawn can answer. */
const descriptions: Record<string, string> = {
  E2BIG: 'argument list too long',
  EACCES: 'permission denied',
  EAGAIN: 'resource temporarily unavailable',
  EBADF: 'bad file descriptor',
  EBUSY: 'resource busy or locked',
  EEXIST: 'file already exists',
  EFBIG: 'file too large',
  EINVAL: 'invalid argument',
  EIO: 'i/o error',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many symbolic links encountered',
  EMFILE: 'too many open files',
  EMLINK: 'too many links',
  ENAMETOOLONG: 'name too long',
  ENFILE: 'file table overflow',
  ENODEV: 'no such device',
  ENOENT: 'no such file or directory',
  ENOMEM: 'not enough memory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  ENXIO: 'no such device or address',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  ESPIPE: 'invalid seek',
  ESRCH: 'no such process',
  EXDEV: 'cross-device link not permitted',
};

export class SystemError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;

  /** `errno` is negative, as the kernel answers it. */
  constructor(errno: number, syscall: string, path?: string, dest?: string) {
    const code = errnoNames.get(-errno) ?? `E${-errno}`;
    let message = `${code}: ${descriptions[code] ?? 'unknown error'}, ${syscall}`;
    if (path !== undefined) message += ` '${path}'`;
    if (dest !== undefined) message += ` -> '${dest}'`;
    super(message);
    this.name = 'Error';
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
    if (path !== undefined) this.path = path;
    if (dest !== undefined) this.dest = dest;
  }
}

/** `result` when it is no error. */
export function checked(result: number, syscall: string, path?: string, dest?: string): number {
  if (result < 0) throw new SystemError(result, syscall, path, dest);
  return result;
}

/** Node's error of a program that cannot be started (`ChildProcess.spawn`). */
export function spawnError(errno: number, file: string, parameters: readonly string[]): Error {
  const code = errnoNames.get(-errno) ?? `E${-errno}`;
  const error = new Error(`spawn ${file} ${code}`);
  return Object.assign(error, { code, errno, syscall: `spawn ${file}`, path: file, spawnargs: [...parameters] });
}
