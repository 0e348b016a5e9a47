import { nativeError } from '../native_error.ts';

/** Code units that V8 lets a string have on 64-bit machines (v8::String::kMaxLength). */
export const kStringMaxLength = 2 ** 29 - 24;

export function stringTooLong(): Error {
  const limit = kStringMaxLength.toString(16);
  return nativeError(Error, 'ERR_STRING_TOO_LONG', `Cannot create a string longer than 0x${limit} characters`);
}
