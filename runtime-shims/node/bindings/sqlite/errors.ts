/** Errors of node:sqlite, and the checks of its arguments, in the words of src/node_sqlite.cc. */
import { nativeError } from '../../native_error.ts';
import type { SqliteModule } from './module.ts';

export const invalidState = (message: string) => nativeError(Error, 'ERR_INVALID_STATE', message);
export const invalidType = (message: string) => nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
export const invalidValue = (message: string) => nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', message);
export const outOfRange = (message: string) => nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);
export const illegalConstructor = () => nativeError(Error, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');

/** Of the connection's last call. */
export function sqliteError(sqlite: SqliteModule, connection: number): Error {
  const { exports } = sqlite;
  const errcode = exports.sqlite3_extended_errcode(connection);
  const errstr = sqlite.text(exports.sqlite3_errstr(errcode));
  const error = nativeError(Error, 'ERR_SQLITE_ERROR', sqlite.text(exports.sqlite3_errmsg(connection)) ?? '');
  return Object.assign(error, { errcode, errstr });
}

/** Of a result without a connection. */
export function sqliteErrorOf(sqlite: SqliteModule, errcode: number): Error & { errcode: number } {
  const message = sqlite.text(sqlite.exports.sqlite3_errstr(errcode)) ?? '';
  return Object.assign(nativeError(Error, 'ERR_SQLITE_ERROR', message), { errcode });
}

export function requireObject(value: unknown, name = 'options'): Record<string, unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    throw invalidType(`The "${name}" argument must be an object.`);
  }
  return value as Record<string, unknown>;
}

export function requireString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidType(`The "${name}" argument must be a string.`);
  return value;
}

export function requireBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw invalidType(`The "${name}" argument must be a boolean.`);
  return value;
}

/** An option that may be left out. */
export function booleanOption(options: Record<string, unknown>, name: string, otherwise: boolean): boolean {
  const value = options[name];
  return value === undefined ? otherwise : requireBoolean(value, `options.${name}`);
}

/** Is it what V8 calls an Int32? */
export const isInt32 = (value: unknown): value is number => typeof value === 'number' && (value | 0) === value;
