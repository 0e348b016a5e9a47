/** `internalBinding('uv')` (src/uv.cc): error numbers, names and messages. */
import type { BindingFactory } from '../environment.ts';
import { UV_ERRORS } from '../uv_errors.ts';
import { uvErrorMessage, uvErrorName } from '../uv_exception.ts';

export const binding: BindingFactory = () => {
  const constants = Object.fromEntries(UV_ERRORS.map(([errno, name]) => [`UV_${name}`, errno]));
  function errname(errno: number): string {
    return uvErrorName(errno);
  }
  return {
    errname,
    ...constants,
    getErrorMap: () => new Map(UV_ERRORS.map(([errno, name, message]) => [errno, [name, message]])),
    getErrorMessage: (errno: number) => uvErrorMessage(errno),
  };
};
