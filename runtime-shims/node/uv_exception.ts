/**
 * The error objects that Node's C++ makes from error numbers (src/api/exceptions.cc): the same message, properties and
 * order of properties.
 */
import { UV_ERRORS } from './uv_errors.ts';

export interface SystemError extends Error {
  errno: number;
  code: string;
  syscall: string;
  path?: string;
  dest?: string;
}

const byNumber = new Map(UV_ERRORS.map(([errno, name, message]) => [errno, { name, message }]));

const unknownError = (errno: number): string => `Unknown system error ${errno}`;

/** `uv_err_name`. */
export function uvErrorName(errno: number): string {
  return byNumber.get(errno)?.name ?? unknownError(errno);
}

/** `uv_strerror`. */
export function uvErrorMessage(errno: number): string {
  return byNumber.get(errno)?.message ?? unknownError(errno);
}

const pathDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A path as it stands in error messages. */
export function pathText(path: string | Uint8Array): string {
  return typeof path === 'string' ? path : pathDecoder.decode(path.slice());
}

/**
 * `UVException`: `CODE: message, syscall 'path' -> 'dest'`, with errno (negative), code, syscall, path, dest.
 * `message` replaces libuv's.
 */
export function uvException(
  errno: number,
  syscall: string,
  path?: string | Uint8Array | null,
  dest?: string | Uint8Array | null,
  message?: string,
): SystemError {
  const code = uvErrorName(errno);
  let text = `${code}: ${message ?? uvErrorMessage(errno)}, ${syscall}`;
  if (path !== undefined && path !== null) text += ` '${pathText(path)}'`;
  if (dest !== undefined && dest !== null) text += ` -> '${pathText(dest)}'`;
  const error = new Error(text) as SystemError;
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined && path !== null) error.path = pathText(path);
  if (dest !== undefined && dest !== null) error.dest = pathText(dest);
  return error;
}

/** strerror(3) of the C library, where it is not libuv's message; for {@link errnoException}. */
const STRERROR: Readonly<Record<string, string>> = {
  '': 'Success',
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  EBADF: 'Bad file descriptor',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENFILE: 'Too many open files in system',
  EMFILE: 'Too many open files',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ENAMETOOLONG: 'File name too long',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENOTSUP: 'Operation not supported',
  ENOEXEC: 'Exec format error',
};

/**
 * `ErrnoException`: `CODE, message 'path'`, with errno (positive), code, path, syscall. `errno` is the positive number;
 * 0 gives the error of a failure that left errno alone, which Node's C++ can produce.
 */
export function errnoException(errno: number, syscall: string, path?: string | Uint8Array, message?: string): Error {
  const code = errno === 0 ? '' : uvErrorName(-errno);
  const description = message ?? STRERROR[code] ?? uvErrorMessage(-errno);
  const error = new Error(`${code}, ${description}${path === undefined ? '' : ` '${pathText(path)}'`}`);
  const details: Record<string, unknown> = { errno, code };
  if (path !== undefined) details['path'] = pathText(path);
  details['syscall'] = syscall;
  return Object.assign(error, details);
}
