/** `StatementSync` and its iterator (src/node_sqlite.cc). */
import type { Connection, Dependent, StatementDefaults } from './connection.ts';
import { illegalConstructor, invalidState, invalidType, invalidValue, requireBoolean } from './errors.ts';
import { SQLITE_DONE, SQLITE_ROW } from './exports.ts';
import { bindValue, columnValue } from './values.ts';

/** SQLITE_STMTSTATUS_*. */
const COUNTERS: Readonly<Record<string, number>> = {
  fullscanStep: 1,
  sort: 2,
  autoindex: 3,
  vmStep: 4,
  reprepare: 5,
  run: 6,
  filterMiss: 7,
  filterHit: 8,
  memused: 99,
};
const MEMORY_USED = 99;

type Row = unknown[] | Record<string, unknown>;

/** The statement behind a handle: what `StatementSync` and the tag store do with it. */
export class Statement implements Dependent {
  readonly connection: Connection;
  readonly options: StatementDefaults;
  /** `sqlite3_stmt*`, 0 when finalized. */
  address: number;
  /** Goes up at each reset, by which iterators know that they are stale. */
  generation = 0;
  #bareNames: Map<string, string> | null = null;

  constructor(connection: Connection, address: number, options: StatementDefaults) {
    this.connection = connection;
    this.address = address;
    this.options = { ...options };
    connection.dependents.add(this);
  }

  finalize(): void {
    if (this.address === 0) return;
    this.connection.sqlite.exports.sqlite3_finalize(this.address);
    this.address = 0;
    this.connection.dependents.delete(this);
  }

  use(): number {
    if (this.address === 0) throw invalidState('statement has been finalized');
    if (this.connection.isInAuthorizer) this.connection.use();
    return this.address;
  }

  reset(): number {
    this.generation++;
    return this.connection.sqlite.exports.sqlite3_reset(this.address);
  }

  /** Resets and binds. */
  begin(parameters: readonly unknown[]): number {
    const address = this.use();
    this.connection.check(this.reset());
    this.#bind(address, parameters);
    return address;
  }

  #bind(address: number, parameters: readonly unknown[]): void {
    const { sqlite } = this.connection;
    const { exports } = sqlite;
    this.connection.check(exports.sqlite3_clear_bindings(address));
    const [first] = parameters;
    const isObject = typeof first === 'object' || typeof first === 'function';
    const isNamed = isObject && first !== null && !ArrayBuffer.isView(first);
    if (isNamed) this.#bindNamed(address, first as Record<string, unknown>);
    let index = 1;
    for (const value of parameters.slice(isNamed ? 1 : 0)) {
      for (;;) {
        const name = sqlite.text(exports.sqlite3_bind_parameter_name(address, index));
        if (name === null || name.startsWith('?')) break;
        index++;
      }
      this.connection.check(bindValue(sqlite, address, index, value));
      index++;
    }
  }

  #bindNamed(address: number, values: Record<string, unknown>): void {
    const { sqlite } = this.connection;
    const { exports } = sqlite;
    const indexOf = (name: string) =>
      sqlite.withText(name, (text) => exports.sqlite3_bind_parameter_index(address, text));
    if (this.options.allowBareNamedParameters) this.#bareNames ??= this.#findBareNames(address);
    for (const name of Object.keys(values)) {
      let index = indexOf(name);
      const fullName = this.options.allowBareNamedParameters ? this.#bareNames?.get(name) : undefined;
      if (index === 0 && fullName !== undefined) index = indexOf(fullName);
      if (index === 0) {
        if (this.options.allowUnknownNamedParameters) continue;
        throw invalidState(`Unknown named parameter '${name}'`);
      }
      this.connection.check(bindValue(sqlite, address, index, values[name]));
    }
  }

  #findBareNames(address: number): Map<string, string> {
    const { sqlite } = this.connection;
    const names = new Map<string, string>();
    const count = sqlite.exports.sqlite3_bind_parameter_count(address);
    for (let index = 1; index <= count; index++) {
      const name = sqlite.text(sqlite.exports.sqlite3_bind_parameter_name(address, index));
      if (name === null) continue;
      const bare = name.slice(1);
      const other = names.get(bare);
      if (other !== undefined && other !== name) {
        throw invalidState(
          `Cannot create bare named parameter '${bare}' because of conflicting names '${other}' and '${name}'.`,
        );
      }
      names.set(bare, name);
    }
    return names;
  }

  columnNames(address: number): string[] {
    const { sqlite } = this.connection;
    const count = sqlite.exports.sqlite3_column_count(address);
    return Array.from({ length: count }, (_, index) => {
      return sqlite.text(sqlite.exports.sqlite3_column_name(address, index)) ?? '';
    });
  }

  row(address: number, names: readonly string[]): Row {
    const { sqlite } = this.connection;
    const { readBigInts, returnArrays } = this.options;
    const values = names.map((_, index) => columnValue(sqlite, address, index, readBigInts));
    if (returnArrays) return values;
    const row: Record<string, unknown> = Object.create(null);
    names.forEach((name, index) => {
      row[name] = values[index];
    });
    return row;
  }

  step(address: number): number {
    return this.connection.sqlite.exports.sqlite3_step(address);
  }

  all(parameters: readonly unknown[]): Row[] {
    const address = this.begin(parameters);
    try {
      const rows: Row[] = [];
      let names: string[] | null = null;
      let result = this.step(address);
      for (; result === SQLITE_ROW; result = this.step(address)) {
        names ??= this.columnNames(address);
        rows.push(this.row(address, names));
      }
      this.connection.check(result, SQLITE_DONE);
      return rows;
    } finally {
      if (this.address) this.reset();
    }
  }

  get(parameters: readonly unknown[]): Row | undefined {
    const address = this.begin(parameters);
    try {
      const result = this.step(address);
      if (result === SQLITE_DONE) this.connection.rethrow();
      if (result === SQLITE_DONE) return undefined;
      this.connection.check(result, SQLITE_ROW);
      const names = this.columnNames(address);
      return names.length === 0 ? undefined : this.row(address, names);
    } finally {
      if (this.address) this.reset();
    }
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    const address = this.begin(parameters);
    this.step(address);
    this.connection.check(this.reset());
    const { exports } = this.connection.sqlite;
    const changes = exports.sqlite3_changes64(this.connection.address);
    const lastInsertRowid = exports.sqlite3_last_insert_rowid(this.connection.address);
    if (this.options.readBigInts) return { changes, lastInsertRowid };
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  iterate(parameters: readonly unknown[]): object {
    this.begin(parameters);
    return new StatementSyncIterator(this);
  }
}

interface IteratorState {
  statement: Statement;
  generation: number;
  isDone: boolean;
}

const step = (done: boolean, value: unknown) => Object.assign(Object.create(null), { done, value });

class StatementSyncIterator {
  readonly #state: IteratorState;

  constructor(statement: Statement) {
    this.#state = { statement, generation: statement.generation, isDone: false };
  }

  next(): object {
    const state = this.#state;
    const { statement } = state;
    const address = statement.use();
    if (state.isDone) return step(true, null);
    if (state.generation !== statement.generation) throw invalidState('iterator was invalidated');
    const result = statement.step(address);
    if (result === SQLITE_ROW) return step(false, statement.row(address, statement.columnNames(address)));
    statement.connection.check(result, SQLITE_DONE);
    return this.return();
  }

  return(): object {
    const { statement } = this.#state;
    statement.use();
    statement.reset();
    this.#state.isDone = true;
    return step(true, null);
  }
}
Object.setPrototypeOf(StatementSyncIterator.prototype, Iterator.prototype);
for (const name of ['next', 'return'])
  Object.defineProperty(StatementSyncIterator.prototype, name, { enumerable: true });

const MAKE = Symbol('made by prepare');

export class StatementSync {
  readonly #statement: Statement;

  constructor(token?: symbol, statement?: Statement) {
    if (token !== MAKE || !statement) throw illegalConstructor();
    this.#statement = statement;
    const { sqlite } = statement.connection;
    const own = (name: string, get: () => unknown) =>
      Object.defineProperty(this, name, { enumerable: true, configurable: false, get });
    own('sourceSQL', () => sqlite.text(sqlite.exports.sqlite3_sql(statement.use())));
    own('expandedSQL', () => {
      const address = sqlite.exports.sqlite3_expanded_sql(statement.use());
      const text = sqlite.text(address);
      if (text === null) {
        throw Object.assign(new Error('Expanded SQL text would exceed configured limits'), {
          code: 'ERR_SQLITE_ERROR',
        });
      }
      sqlite.exports.sqlite3_free(address);
      return text;
    });
  }

  static make(statement: Statement): StatementSync {
    return new StatementSync(MAKE, statement);
  }

  iterate(...parameters: unknown[]): object {
    return this.#statement.iterate(parameters);
  }
  all(...parameters: unknown[]): Row[] {
    return this.#statement.all(parameters);
  }
  get(...parameters: unknown[]): Row | undefined {
    return this.#statement.get(parameters);
  }
  run(...parameters: unknown[]): object {
    return this.#statement.run(parameters);
  }

  columns(): object[] {
    const address = this.#statement.use();
    const { sqlite } = this.#statement.connection;
    const { exports } = sqlite;
    return this.#statement.columnNames(address).map((name, index) =>
      Object.assign(Object.create(null), {
        column: sqlite.text(exports.sqlite3_column_origin_name(address, index)),
        database: sqlite.text(exports.sqlite3_column_database_name(address, index)),
        name,
        table: sqlite.text(exports.sqlite3_column_table_name(address, index)),
        type: sqlite.text(exports.sqlite3_column_decltype(address, index)),
      }),
    );
  }

  stat(counter: unknown): number {
    const address = this.#statement.use();
    if (typeof counter !== 'string') throw invalidType('The "counter" argument must be a string.');
    const operation = COUNTERS[counter];
    if (operation === undefined) throw invalidValue('The "counter" argument is not a valid statistic name.');
    return this.#statement.connection.sqlite.exports.sqlite3_stmt_status(address, operation, 0);
  }

  resetStats(): void {
    const address = this.#statement.use();
    const { exports } = this.#statement.connection.sqlite;
    for (const operation of Object.values(COUNTERS)) {
      if (operation !== MEMORY_USED) exports.sqlite3_stmt_status(address, operation, 1);
    }
  }

  setAllowBareNamedParameters(value: unknown): void {
    this.#statement.use();
    this.#statement.options.allowBareNamedParameters = requireBoolean(value, 'allowBareNamedParameters');
  }
  setAllowUnknownNamedParameters(value: unknown): void {
    this.#statement.use();
    this.#statement.options.allowUnknownNamedParameters = requireBoolean(value, 'enabled');
  }
  setReadBigInts(value: unknown): void {
    this.#statement.use();
    this.#statement.options.readBigInts = requireBoolean(value, 'readBigInts');
  }
  setReturnArrays(value: unknown): void {
    this.#statement.use();
    this.#statement.options.returnArrays = requireBoolean(value, 'returnArrays');
  }

  close(): void {
    this.#statement.use();
    this.#statement.finalize();
  }
  [Symbol.dispose](): void {
    this.#statement.finalize();
  }
}
