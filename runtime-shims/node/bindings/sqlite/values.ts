/** Values between JavaScript and SQLite (the macros and functions of that name in src/node_sqlite.cc). */
import { encodeUtf8 } from '../../bytes/utf8.ts';
import { invalidType, invalidValue, outOfRange } from './errors.ts';
import { SQLITE_BLOB, SQLITE_FLOAT, SQLITE_INTEGER, SQLITE_NULL, SQLITE_TEXT, SQLITE_TRANSIENT } from './exports.ts';
import type { SqliteModule } from './module.ts';

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const INT64_BITS = 64;

const bytesOf = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function integer(value: bigint, asBigInt: boolean): number | bigint {
  if (asBigInt) return value;
  if (value > LARGEST_SAFE || value < -LARGEST_SAFE) {
    throw outOfRange(`Value is too large to be represented as a JavaScript number: ${value}`);
  }
  return Number(value);
}

export function columnValue(sqlite: SqliteModule, statement: number, column: number, bigInts: boolean): unknown {
  const { exports } = sqlite;
  switch (exports.sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return integer(exports.sqlite3_column_int64(statement, column), bigInts);
    case SQLITE_FLOAT:
      return exports.sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
      const address = exports.sqlite3_column_text(statement, column);
      return sqlite.textOf(address, exports.sqlite3_column_bytes(statement, column));
    }
    case SQLITE_BLOB: {
      const address = exports.sqlite3_column_blob(statement, column);
      return sqlite.copy(address, exports.sqlite3_column_bytes(statement, column));
    }
    default:
      return null;
  }
}

/** The arguments of a function that SQL calls. */
export function argumentValues(sqlite: SqliteModule, count: number, address: number, bigInts: boolean): unknown[] {
  const { exports } = sqlite;
  return Array.from({ length: count }, (_, index) => {
    const value = sqlite.word(address + index * 4);
    switch (exports.sqlite3_value_type(value)) {
      case SQLITE_INTEGER:
        return integer(exports.sqlite3_value_int64(value), bigInts);
      case SQLITE_FLOAT:
        return exports.sqlite3_value_double(value);
      case SQLITE_TEXT:
        return sqlite.textOf(exports.sqlite3_value_text(value), exports.sqlite3_value_bytes(value));
      case SQLITE_NULL:
        return null;
      default:
        return sqlite.copy(exports.sqlite3_value_blob(value), exports.sqlite3_value_bytes(value));
    }
  });
}

/** The result of a parameter's binding; throws for what SQLite has no type for. */
export function bindValue(sqlite: SqliteModule, statement: number, index: number, value: unknown): number {
  const { exports } = sqlite;
  switch (typeof value) {
    case 'number':
      return exports.sqlite3_bind_double(statement, index, value);
    case 'boolean':
      return exports.sqlite3_bind_int(statement, index, value ? 1 : 0);
    case 'undefined':
      return exports.sqlite3_bind_null(statement, index);
    case 'string':
      return sqlite.withText(value, (address, length) =>
        exports.sqlite3_bind_text(statement, index, address, length, SQLITE_TRANSIENT),
      );
    case 'bigint':
      if (BigInt.asIntN(INT64_BITS, value) !== value) throw invalidValue('BigInt value is too large to bind.');
      return exports.sqlite3_bind_int64(statement, index, value);
    default:
  }
  if (value === null) return exports.sqlite3_bind_null(statement, index);
  if (!ArrayBuffer.isView(value)) throw invalidType(`Provided value cannot be bound to SQLite parameter ${index}.`);
  const bytes = bytesOf(value);
  const address = sqlite.place(bytes);
  try {
    return exports.sqlite3_bind_blob(statement, index, address, bytes.length, SQLITE_TRANSIENT);
  } finally {
    exports.free(address);
  }
}

/** What a function that SQL calls has answered. */
export function setResult(sqlite: SqliteModule, context: number, value: unknown): void {
  const { exports } = sqlite;
  const refuse = (message: string) => setError(sqlite, context, message);
  if (value === undefined || value === null) exports.sqlite3_result_null(context);
  else if (typeof value === 'number') exports.sqlite3_result_double(context, value);
  else if (typeof value === 'string') {
    sqlite.withText(value, (address, length) =>
      exports.sqlite3_result_text(context, address, length, SQLITE_TRANSIENT),
    );
  } else if (ArrayBuffer.isView(value)) {
    const bytes = bytesOf(value);
    const address = sqlite.place(bytes);
    exports.sqlite3_result_blob(context, address, bytes.length, SQLITE_TRANSIENT);
    exports.free(address);
  } else if (typeof value === 'bigint') {
    if (BigInt.asIntN(INT64_BITS, value) !== value) refuse('BigInt value is too large for SQLite');
    else exports.sqlite3_result_int64(context, value);
  } else if (value instanceof Promise) refuse('Asynchronous user-defined functions are not supported');
  else refuse('Returned JavaScript value cannot be converted to a SQLite value');
}

export function setError(sqlite: SqliteModule, context: number, message: string): void {
  sqlite.withText(encodeUtf8(message), (address, length) =>
    sqlite.exports.sqlite3_result_error(context, address, length),
  );
}
