/** `Session` (src/node_sqlite.cc) and changesets (https://sqlite.org/sessionintro.html). */
import type { Connection, Dependent } from './connection.ts';
import { illegalConstructor, invalidState, invalidType, isInt32, requireObject, sqliteErrorOf } from './errors.ts';
import { SQLITE_ABORT, SQLITE_OK } from './exports.ts';

const CHANGESET_ABORT = 2;
/** No answer that SQLite knows: it takes it for misuse. */
const INVALID_ANSWER = -1;
const MAKE = Symbol('made by createSession');

export class Session implements Dependent {
  readonly #connection: Connection;
  #address: number;

  constructor(token?: symbol, connection?: Connection, address?: number) {
    if (token !== MAKE || !connection || !address) throw illegalConstructor();
    this.#connection = connection;
    this.#address = address;
  }

  /** `database.createSession([options])`. */
  static create(connection: Connection, given: readonly unknown[]): Session {
    let table: unknown;
    let schema: unknown = 'main';
    if (given.length > 0) {
      const options = requireObject(given[0]);
      if (Object.hasOwn(options, 'table')) {
        table = options['table'];
        if (typeof table !== 'string') throw invalidType('The "options.table" argument must be a string.');
      }
      if (Object.hasOwn(options, 'db')) {
        schema = options['db'];
        if (typeof schema !== 'string') throw invalidType('The "options.db" argument must be a string.');
      }
    }
    const database = connection.use();
    const { sqlite } = connection;
    const { result, value } = sqlite.withText(schema as string, (text) =>
      sqlite.out((out) => sqlite.exports.sqlite3session_create(database, text, out)),
    );
    connection.check(result);
    const session = new Session(MAKE, connection, value);
    connection.dependents.add(session.#dependent);
    const attached = table
      ? sqlite.withText(table as string, (text) => sqlite.exports.sqlite3session_attach(value, text))
      : sqlite.exports.sqlite3session_attach(value, 0);
    connection.check(attached);
    return session;
  }

  /** Not a method of its own, which programs would see. */
  readonly #dependent: Dependent = { finalize: () => this.#delete() };

  finalize(): void {
    this.#delete();
  }

  #delete(): void {
    if (this.#address === 0) return;
    this.#connection.sqlite.exports.sqlite3session_delete(this.#address);
    this.#address = 0;
    this.#connection.dependents.delete(this.#dependent);
  }

  #use(): number {
    this.#connection.use();
    if (this.#address === 0) throw invalidState('session is not open');
    return this.#address;
  }

  changeset(): Uint8Array {
    return this.#changes('sqlite3session_changeset');
  }
  patchset(): Uint8Array {
    return this.#changes('sqlite3session_patchset');
  }

  #changes(name: 'sqlite3session_changeset' | 'sqlite3session_patchset'): Uint8Array {
    const session = this.#use();
    const { sqlite } = this.#connection;
    const out = sqlite.allocate(8);
    try {
      this.#connection.check(sqlite.exports[name](session, out, out + 4));
      const address = sqlite.word(out + 4);
      const changes = sqlite.copy(address, sqlite.word(out));
      sqlite.exports.sqlite3_free(address);
      return changes;
    } finally {
      sqlite.exports.free(out);
    }
  }

  close(): void {
    this.#use();
    this.#delete();
  }
  [Symbol.dispose](): void {
    this.#delete();
  }
}
Reflect.deleteProperty(Session.prototype, 'finalize');

/** `database.applyChangeset(changeset[, options])`: false when it was given up. */
export function applyChangeset(connection: Connection, given: readonly unknown[]): boolean {
  const database = connection.use();
  const [changeset, options] = given;
  if (!(changeset instanceof Uint8Array)) throw invalidType('The "changeset" argument must be a Uint8Array.');
  let onConflict: unknown;
  let filter: unknown;
  if (options !== undefined) {
    const object = requireObject(options);
    onConflict = object['onConflict'];
    if (onConflict !== undefined && typeof onConflict !== 'function') {
      throw invalidType('The "options.onConflict" argument must be a function.');
    }
    if (Object.hasOwn(object, 'filter')) {
      filter = object['filter'];
      if (typeof filter !== 'function') throw invalidType('The "options.filter" argument must be a function.');
    }
  }
  const { sqlite } = connection;
  const isWanted = (_context: number, table: number): number => {
    if (typeof filter !== 'function') return 1;
    if (connection.hasThrown) return 0;
    return connection.guard(() => (Reflect.apply(filter, null, [sqlite.text(table)]) ? 1 : 0), 0);
  };
  const decide = (_context: number, kind: number): number => {
    if (typeof onConflict !== 'function') return CHANGESET_ABORT;
    return connection.guard(() => {
      const answer: unknown = Reflect.apply(onConflict, null, [kind]);
      return isInt32(answer) ? answer : INVALID_ANSWER;
    }, CHANGESET_ABORT);
  };
  const pointers = changesetPointers(connection);
  const outer = pointers.current;
  pointers.current = { isWanted, decide };
  const address = sqlite.place(changeset);
  try {
    const { filter: xFilter, conflict: xConflict } = pointers;
    const size = changeset.length;
    const result = sqlite.exports.sqlite3changeset_apply(database, size, address, xFilter, xConflict, 0);
    connection.rethrow();
    if (result === SQLITE_OK) return true;
    if (result === SQLITE_ABORT) return false;
    throw sqliteErrorOf(sqlite, result);
  } finally {
    sqlite.exports.free(address);
    pointers.current = outer;
  }
}

interface Pointers {
  filter: number;
  conflict: number;
  current: {
    isWanted(context: number, table: number): number;
    decide(context: number, kind: number): number;
  } | null;
}
const pointersBySqlite = new WeakMap<object, Pointers>();

/** The two function pointers, which call what is applied now. */
function changesetPointers({ sqlite }: Connection): Pointers {
  let pointers = pointersBySqlite.get(sqlite);
  if (!pointers) {
    const made: Pointers = { filter: 0, conflict: 0, current: null };
    made.filter = sqlite.function('iii', (context: number, table: number) => made.current!.isWanted(context, table));
    made.conflict = sqlite.function('iiii', (context: number, kind: number) => made.current!.decide(context, kind));
    pointersBySqlite.set(sqlite, made);
    pointers = made;
  }
  return pointers;
}
