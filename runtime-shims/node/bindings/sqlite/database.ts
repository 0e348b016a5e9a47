/** `DatabaseSync` (src/node_sqlite.cc). */
import type { Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { NativeProxy } from '../../tracked_proxy.ts';
import { Connection, type StatementDefaults } from './connection.ts';
import {
  booleanOption,
  invalidState,
  invalidType,
  invalidValue,
  isInt32,
  requireBoolean,
  requireObject,
  requireString,
  sqliteError,
} from './errors.ts';
import {
  SQLITE_OK,
  SQLITE_OPEN_CREATE,
  SQLITE_OPEN_READONLY,
  SQLITE_OPEN_READWRITE,
  SQLITE_OPEN_URI,
} from './exports.ts';
import { defineAggregate, defineFunction } from './functions.ts';
import { limitOptions, limitsOf } from './limits.ts';
import { type SqliteModule, sqliteOf } from './module.ts';
import { applyChangeset, Session } from './session.ts';
import { Statement, StatementSync } from './statement.ts';
import { SQLTagStore } from './tag_store.ts';

const SQLITE_DBCONFIG_ENABLE_FKEY = 1002;
const SQLITE_DBCONFIG_DEFENSIVE = 1010;
const SQLITE_DBCONFIG_DQS_DML = 1013;
const SQLITE_DBCONFIG_DQS_DDL = 1014;
const SQLITE_PREPARE_PERSISTENT = 1;
const SQLITE_DESERIALIZE_FREEONCLOSE = 1;
const SQLITE_DESERIALIZE_RESIZEABLE = 2;
const SQLITE_DENY = 1;
const SQLITE_IGNORE = 2;
const DEFAULT_CAPACITY = 1000;
/** SQLITE_DEFAULT_PAGE_SIZE of a native build, in bytes. */
const PAGE_SIZE = 4096;

interface Configuration extends StatementDefaults {
  location: string | Uint8Array;
  readOnly: boolean;
  foreignKeys: boolean;
  doubleQuotedStrings: boolean;
  defensive: boolean;
  allowExtension: boolean;
  timeout: number;
  limits: Map<number, number>;
}

/** A path as text, bytes or file: URL, which SQLite reads itself. */
export function databasePath(path: unknown, name: string): string | Uint8Array {
  if (typeof path === 'string' && !path.includes('\0')) return path;
  if (path instanceof Uint8Array) {
    if (!path.includes(0)) return path.slice();
  } else if (typeof path === 'object' && path !== null) {
    const { href } = path as { href?: unknown };
    if (typeof href === 'string' && !href.includes('\0')) {
      if (!href.startsWith('file:')) {
        throw nativeError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file:');
      }
      return href;
    }
  }
  throw invalidType(`The "${name}" argument must be a string, Uint8Array, or URL without null bytes.`);
}

function readConfiguration(path: unknown, given: readonly unknown[]): { configuration: Configuration; open: boolean } {
  const location = databasePath(path, 'path');
  const options = given.length > 0 ? requireObject(given[0]) : {};
  const open = booleanOption(options, 'open', true);
  const readOnly = booleanOption(options, 'readOnly', false);
  const foreignKeys = booleanOption(options, 'enableForeignKeyConstraints', true);
  const doubleQuotedStrings = booleanOption(options, 'enableDoubleQuotedStringLiterals', false);
  const allowExtension = booleanOption(options, 'allowExtension', false);
  const { timeout = 0 } = options;
  if (!isInt32(timeout)) throw invalidType('The "options.timeout" argument must be an integer.');
  const configuration: Configuration = {
    location,
    readOnly,
    foreignKeys,
    doubleQuotedStrings,
    allowExtension,
    timeout,
    readBigInts: booleanOption(options, 'readBigInts', false),
    returnArrays: booleanOption(options, 'returnArrays', false),
    allowBareNamedParameters: booleanOption(options, 'allowBareNamedParameters', true),
    allowUnknownNamedParameters: booleanOption(options, 'allowUnknownNamedParameters', false),
    defensive: booleanOption(options, 'defensive', true),
    limits: limitOptions(options),
  };
  return { configuration, open };
}

const connections = new WeakMap<object, Connection>();

export function connectionOf(database: unknown): Connection {
  const connection = connections.get(database as object);
  if (!connection) throw new TypeError('Illegal invocation');
  return connection;
}

export function databaseClass(environment: Environment) {
  class DatabaseSync {
    readonly #sqlite: SqliteModule;
    readonly #connection: Connection;
    readonly #configuration: Configuration;
    #allowsExtensions: boolean;
    #limits: object | null = null;
    #authorizer = 0;
    #authorize: ((...values: unknown[]) => unknown) | null = null;

    constructor(path: unknown, ...given: unknown[]) {
      const { configuration, open } = readConfiguration(path, given);
      this.#sqlite = sqliteOf(environment);
      this.#configuration = configuration;
      this.#allowsExtensions = configuration.allowExtension;
      this.#connection = new Connection(this.#sqlite);
      connections.set(this, this.#connection);
      const own = (name: string, get: () => unknown) =>
        Object.defineProperty(this, name, { enumerable: true, configurable: false, get });
      own('isOpen', () => this.#connection.isOpen);
      own('isTransaction', () => this.#sqlite.exports.sqlite3_get_autocommit(this.#connection.use()) === 0);
      own('limits', () => {
        this.#limits ??= limitsOf(this.#connection);
        return this.#limits;
      });
      (this as Record<symbol, unknown>)[Symbol.for('sqlite-type')] = 'node:sqlite';
      if (open) this.open();
    }

    open(): void {
      const connection = this.#connection;
      if (connection.isOpen) throw invalidState('database is already open');
      const { location, readOnly, foreignKeys, doubleQuotedStrings, defensive, timeout, limits } = this.#configuration;
      const sqlite = this.#sqlite;
      const access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      const { result, value } = sqlite.withText(location, (text) =>
        sqlite.out((out) => sqlite.exports.sqlite3_open_v2(text, out, access | SQLITE_OPEN_URI, 0)),
      );
      if (result !== SQLITE_OK) {
        const error = sqliteError(sqlite, value);
        sqlite.exports.sqlite3_close_v2(value);
        throw error;
      }
      connection.address = value;
      this.#configure(SQLITE_DBCONFIG_DQS_DML, doubleQuotedStrings);
      this.#configure(SQLITE_DBCONFIG_DQS_DDL, doubleQuotedStrings);
      this.#configure(SQLITE_DBCONFIG_ENABLE_FKEY, foreignKeys);
      this.#configure(SQLITE_DBCONFIG_DEFENSIVE, defensive);
      // The build's own default is 8 KiB; a database that exists keeps its size.
      const pageSize = `PRAGMA page_size = ${PAGE_SIZE}`;
      sqlite.withText(pageSize, (text) => sqlite.exports.sqlite3_exec(value, text, 0, 0, 0));
      sqlite.exports.sqlite3_busy_timeout(value, timeout);
      for (const [id, limit] of limits) sqlite.exports.sqlite3_limit(value, id, limit);
    }

    #configure(operation: number, on: boolean): void {
      const { exports } = this.#sqlite;
      const { address } = this.#connection;
      this.#connection.check(exports.sqlite3__wasm_db_config_ip(address, operation, on ? 1 : 0, 0));
    }

    close(): void {
      const address = this.#connection.use();
      for (const dependent of [...this.#connection.dependents]) dependent.finalize();
      this.#connection.check(this.#sqlite.exports.sqlite3_close_v2(address));
      this.#connection.address = 0;
    }

    [Symbol.dispose](): void {
      if (this.#connection.isOpen) this.close();
    }

    prepare(sql: unknown, given?: unknown): StatementSync {
      this.#connection.use();
      const text = requireString(sql, 'sql');
      const options = given === undefined ? {} : requireObject(given);
      const { readBigInts, returnArrays, allowBareNamedParameters, allowUnknownNamedParameters } = this.#configuration;
      const own: StatementDefaults = {
        returnArrays: booleanOption(options, 'returnArrays', returnArrays),
        readBigInts: booleanOption(options, 'readBigInts', readBigInts),
        allowBareNamedParameters: booleanOption(options, 'allowBareNamedParameters', allowBareNamedParameters),
        allowUnknownNamedParameters: booleanOption(options, 'allowUnknownNamedParameters', allowUnknownNamedParameters),
      };
      const persistent = booleanOption(options, 'persistent', false);
      return StatementSync.make(this.#prepare(text, persistent ? SQLITE_PREPARE_PERSISTENT : 0, own));
    }

    #prepare(sql: string, flags: number, options: StatementDefaults): Statement {
      const sqlite = this.#sqlite;
      const address = this.#connection.use();
      const { result, value } = sqlite.withText(sql, (text) =>
        sqlite.out((out) => sqlite.exports.sqlite3_prepare_v3(address, text, -1, flags, out, 0)),
      );
      this.#connection.check(result);
      if (value === 0) throw invalidValue('The SQL query contains no statements.');
      return new Statement(this.#connection, value, options);
    }

    exec(sql: unknown): void {
      const address = this.#connection.use();
      const text = requireString(sql, 'sql');
      const result = this.#sqlite.withText(text, (at) => this.#sqlite.exports.sqlite3_exec(address, at, 0, 0, 0));
      this.#connection.check(result);
    }

    function(...given: unknown[]): void {
      defineFunction(this.#connection, given);
    }
    aggregate(...given: unknown[]): void {
      defineAggregate(this.#connection, given);
    }
    createSession(...given: unknown[]): Session {
      return Session.create(this.#connection, given);
    }
    applyChangeset(...given: unknown[]): boolean {
      return applyChangeset(this.#connection, given);
    }

    createTagStore(capacity?: unknown): SQLTagStore {
      this.#connection.use();
      if (capacity !== undefined && !(isInt32(capacity) && capacity > 0)) {
        throw invalidType('The "maxSize" argument must be a positive integer.');
      }
      const prepare = (sql: string) => this.#prepare(sql, 0, this.#configuration);
      return new SQLTagStore(this.#connection, this, capacity ?? DEFAULT_CAPACITY, prepare);
    }

    location(name?: unknown): string | null {
      const address = this.#connection.use();
      const schema = name === undefined ? 'main' : requireString(name, 'dbName');
      const { exports } = this.#sqlite;
      const found = this.#sqlite.withText(schema, (text) =>
        this.#sqlite.text(exports.sqlite3_db_filename(address, text)),
      );
      return found || null;
    }

    enableLoadExtension(allow: unknown): void {
      const wanted = requireBoolean(allow, 'allow');
      if (wanted && !this.#configuration.allowExtension) {
        throw invalidState('Cannot enable extension loading because it was disabled at database creation.');
      }
      this.#allowsExtensions = wanted;
    }

    loadExtension(path: unknown): void {
      this.#connection.use();
      if (!this.#configuration.allowExtension || !this.#allowsExtensions) {
        throw invalidState('extension loading is not allowed');
      }
      const file = requireString(path, 'path');
      // Machine code, which a page cannot run.
      throw nativeError(Error, 'ERR_LOAD_SQLITE_EXTENSION', `${file}: native extensions cannot be loaded in a browser`);
    }

    enableDefensive(active: unknown): void {
      this.#connection.use();
      this.#configure(SQLITE_DBCONFIG_DEFENSIVE, requireBoolean(active, 'active'));
    }

    serialize(name?: unknown): Uint8Array {
      const address = this.#connection.use();
      const schema = name === undefined ? 'main' : requireString(name, 'dbName');
      const sqlite = this.#sqlite;
      const size = sqlite.allocate(8);
      try {
        const data = sqlite.withText(schema, (text) => sqlite.exports.sqlite3_serialize(address, text, size, 0));
        const length = Number(sqlite.view.getBigInt64(size, true));
        if (data === 0) {
          if (length === 0) return new Uint8Array(0);
          throw sqliteError(sqlite, address);
        }
        const bytes = sqlite.copy(data, length);
        sqlite.exports.sqlite3_free(data);
        return bytes;
      } finally {
        sqlite.exports.free(size);
      }
    }

    deserialize(buffer: unknown, given?: unknown): void {
      const address = this.#connection.use();
      if (!(buffer instanceof Uint8Array)) throw invalidType('The "buffer" argument must be a Uint8Array.');
      if (buffer.length === 0) throw invalidValue('The "buffer" argument must not be empty.');
      const options = given === undefined ? {} : requireObject(given);
      const schema = options['dbName'] === undefined ? 'main' : requireString(options['dbName'], 'options.dbName');
      for (const dependent of [...this.#connection.dependents]) dependent.finalize();
      const sqlite = this.#sqlite;
      const data = sqlite.exports.sqlite3_malloc(buffer.length);
      if (data === 0) throw new RangeError('Array buffer allocation failed');
      sqlite.bytes.set(buffer, data);
      const flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
      const size = BigInt(buffer.length);
      const result = sqlite.withText(schema, (text) =>
        sqlite.exports.sqlite3_deserialize(address, text, data, size, size, flags),
      );
      this.#connection.check(result);
    }

    setAuthorizer(callback: unknown): void {
      const address = this.#connection.use();
      const { exports } = this.#sqlite;
      if (callback === null) {
        exports.sqlite3_set_authorizer(address, 0, 0);
        this.#authorize = null;
        return;
      }
      if (typeof callback !== 'function') throw invalidType('The "callback" argument must be a function or null.');
      this.#authorize = callback as (...values: unknown[]) => unknown;
      this.#authorizer ||= this.#sqlite.function('iiiiiii', (_data: number, action: number, ...texts: number[]) =>
        this.#connection.guard(() => this.#askAuthorizer(action, texts), SQLITE_DENY),
      );
      this.#connection.check(exports.sqlite3_set_authorizer(address, this.#authorizer, 0));
    }

    #askAuthorizer(action: number, texts: readonly number[]): number {
      let answer: unknown;
      this.#connection.isInAuthorizer = true;
      try {
        answer = this.#authorize?.(action, ...texts.map((text) => this.#sqlite.text(text)));
      } finally {
        this.#connection.isInAuthorizer = false;
      }
      if (!isInt32(answer)) throw new TypeError('Authorizer callback must return an integer authorization code');
      if (![SQLITE_OK, SQLITE_DENY, SQLITE_IGNORE].includes(answer)) {
        throw new RangeError('Authorizer callback returned a invalid authorization code');
      }
      return answer;
    }
  }
  return callable(DatabaseSync);
}

/** A native class refuses in its own words to be called without `new`. */
function callable<T extends new (path: unknown, ...given: unknown[]) => object>(Class: T): T {
  return new NativeProxy(Class, {
    apply() {
      throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
    },
  });
}
