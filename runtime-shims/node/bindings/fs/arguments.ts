/**
 * Arguments that the natives check themselves, with the errors that C++ throws (GetValidatedFd, GetValidFileMode in
 * src/util.cc).
 */
import type { Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';

const INT32_MAX = 2 ** 31 - 1;
/** F_OK | R_OK | W_OK | X_OK, and the same bound for COPYFILE_*: both sets take three bits. */
const MODE_MAX = 7;

function receivedFd(environment: Environment, fd: unknown): Error {
  if (typeof fd !== 'number') {
    const { determineSpecificType } = environment.requireBuiltin('internal/errors') as {
      determineSpecificType(value: unknown): string;
    };
    const message = `The "fd" argument must be of type number. Received ${determineSpecificType(fd)}`;
    return nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
  }
  const range = Number.isInteger(fd) ? `It must be >= 0 && <= ${INT32_MAX}.` : 'It must be an integer.';
  const message = `The value of "fd" is out of range. ${range} Received ${fd}`;
  return nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);
}

/** Throws unless `fd` is an int32 ≥ 0. */
export function validateFd(environment: Environment, fd: unknown): asserts fd is number {
  if ((Number(fd) | 0) !== fd || fd < 0) throw receivedFd(environment, fd);
}

/** The `mode` of access and of copyFile. */
export function validatedMode(mode: unknown, absent: number): number {
  if (mode === undefined || mode === null) return absent;
  if (typeof mode !== 'number') {
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  }
  if (mode < 0 || mode > MODE_MAX) {
    throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', `mode is out of range: >= 0 && <= ${MODE_MAX}`);
  }
  return Math.trunc(mode);
}

/** A position or -1 for "where the descriptor stands": whatever is not a safe integer is -1 (GetOffset). */
export function offsetOf(position: unknown): number {
  if (typeof position === 'bigint') return Number(position);
  return Number.isSafeInteger(position) ? (position as number) : -1;
}
