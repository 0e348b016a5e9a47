/** A connection and all that ends with it; the part of `DatabaseSync` that its statements and sessions see. */
import { invalidState, sqliteError } from './errors.ts';
import { SQLITE_OK } from './exports.ts';
import type { SqliteModule } from './module.ts';

/** A statement or session, which ends with its connection. */
export interface Dependent {
  finalize(): void;
}

export interface StatementDefaults {
  readBigInts: boolean;
  returnArrays: boolean;
  allowBareNamedParameters: boolean;
  allowUnknownNamedParameters: boolean;
}

export class Connection {
  readonly sqlite: SqliteModule;
  /** `sqlite3*`, 0 when closed. */
  address = 0;
  readonly dependents = new Set<Dependent>();
  /** What JavaScript has thrown inside a call of SQLite: it leaves that call instead of SQLite's own error. */
  #thrown: { error: unknown } | null = null;
  isInAuthorizer = false;

  constructor(sqlite: SqliteModule) {
    this.sqlite = sqlite;
  }

  get isOpen(): boolean {
    return this.address !== 0;
  }

  /** Throws unless it can be used now. */
  use(): number {
    if (this.isInAuthorizer) throw invalidState('database cannot be accessed from an authorizer callback');
    if (this.address === 0) throw invalidState('database is not open');
    return this.address;
  }

  /** Runs what SQLite calls back; an exception waits for {@link check}. */
  guard<T>(action: () => T, otherwise: T): T {
    try {
      return action();
    } catch (error) {
      this.#thrown ??= { error };
      return otherwise;
    }
  }

  get hasThrown(): boolean {
    return this.#thrown !== null;
  }

  rethrow(): void {
    const thrown = this.#thrown;
    if (!thrown) return;
    this.#thrown = null;
    throw thrown.error;
  }

  check(result: number, expected: number = SQLITE_OK): void {
    this.rethrow();
    if (result !== expected) throw sqliteError(this.sqlite, this.address);
  }
}
