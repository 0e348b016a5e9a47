/** `internalBinding('uv')` (src/uv.cc): error numbers, names and messages. */
import type { BindingFactory } from '../environment.ts';
import { UV_ERRORS } from '../uv_errors.ts';
import { uvErrorMessage, uvErrorName } from '../uv_exception.ts';

export const binding: BindingFactory = () => {
  const constants = UV_ERRORS.map(([errno, name]): [string, PropertyDescriptor] => [
    `UV_${name}`,
    { value: errno, writable: false, enumerable: true, configurable: false },
  ]);
  function errname(errno: number): string {
    return uvErrorName(errno);
  }
  const natives = {
    errname,
    getErrorMap: () => new Map(UV_ERRORS.map(([errno, name, message]) => [errno, [name, message]])),
    getErrorMessage: (errno: number) => uvErrorMessage(errno),
  };
  return Object.defineProperties(natives, Object.fromEntries(constants));
};
