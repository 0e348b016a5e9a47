/** Errors as Node's C++ throws them (src/node_errors.h): `code` is an ordinary own property, the stack has no code. */
type ErrorConstructorLike = new (message: string) => Error;

export function nativeError(Constructor: ErrorConstructorLike, code: string, message: string): Error {
  return Object.assign(new Constructor(message), { code });
}
