/** Words for error numbers, as strerror(3) of glibc has them. */
const messages: Record<number, string> = {
  1: 'Operation not permitted',
  2: 'No such file or directory',
  3: 'No such process',
  4: 'Interrupted system call',
  5: 'Input/output error',
  7: 'Argument list too long',
  8: 'Exec format error',
  9: 'Bad file descriptor',
  10: 'No child processes',
  11: 'Resource temporarily unavailable',
  12: 'Cannot allocate memory',
  13: 'Permission denied',
  16: 'Device or resource busy',
  17: 'File exists',
  18: 'Invalid cross-device link',
  20: 'Not a directory',
  21: 'Is a directory',
  22: 'Invalid argument',
  24: 'Too many open files',
  25: 'Inappropriate ioctl for device',
  26: 'Text file busy',
  27: 'File too large',
  28: 'No space left on device',
  29: 'Illegal seek',
  30: 'Read-only file system',
  31: 'Too many links',
  32: 'Broken pipe',
  36: 'File name too long',
  38: 'Function not implemented',
  39: 'Directory not empty',
  40: 'Too many levels of symbolic links',
  98: 'Address already in use',
  111: 'Connection refused',
};

/** `errno` as system calls answer: negative. */
export function errnoMessage(errno: number): string {
  return messages[-errno] ?? `Unknown error ${-errno}`;
}

/** A failed system call. */
export class SystemError extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super(errnoMessage(errno));
    this.errno = errno;
  }
}

/** Throws where a call answered an error. */
export function checked(result: number): number {
  if (result < 0) throw new SystemError(result);
  return result;
}
