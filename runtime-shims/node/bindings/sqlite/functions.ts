/** Functions and aggregates in JavaScript that SQL calls (`UserDefinedFunction`, `CustomAggregate`). */
import type { Connection } from './connection.ts';
import { booleanOption, invalidType, requireObject, requireString } from './errors.ts';
import type { SqliteModule } from './module.ts';
import { argumentValues, setError, setResult } from './values.ts';

const SQLITE_UTF8 = 1;
const SQLITE_DETERMINISTIC = 0x800;
const SQLITE_DIRECTONLY = 0x80000;
/** Of an aggregate's context only the number of its state is SQLite's to keep. */
const STATE_BYTES = 4;

type Callable = (...values: unknown[]) => unknown;

interface UserFunction {
  connection: Connection;
  bigInts: boolean;
  action: Callable;
}

interface Aggregate {
  connection: Connection;
  bigInts: boolean;
  start: unknown;
  step: Callable;
  inverse: Callable | null;
  result: Callable | null;
}

interface AggregateState {
  value: unknown;
  isWindow: boolean;
}

/** Function pointers that all functions have in common; which one is called tells the number that SQLite passes on. */
class FunctionTable {
  readonly functions = new Map<number, UserFunction>();
  readonly aggregates = new Map<number, Aggregate>();
  readonly #states = new Map<number, AggregateState>();
  readonly #sqlite: SqliteModule;
  #next = 1;
  readonly call: number;
  readonly step: number;
  readonly inverse: number;
  readonly final: number;
  readonly value: number;
  readonly destroy: number;

  constructor(sqlite: SqliteModule) {
    this.#sqlite = sqlite;
    this.call = sqlite.function('viii', (context: number, count: number, values: number) => {
      const called = this.functions.get(sqlite.exports.sqlite3_user_data(context))!;
      this.#guard(called.connection, context, () => {
        const result = called.action(...argumentValues(sqlite, count, values, called.bigInts));
        setResult(sqlite, context, result);
      });
    });
    const stepWith = (name: 'step' | 'inverse') =>
      sqlite.function('viii', (context: number, count: number, values: number) => {
        const aggregate = this.#aggregateOf(context);
        this.#guard(aggregate.connection, context, () => {
          const state = this.#stateOf(aggregate, context);
          const given = argumentValues(sqlite, count, values, aggregate.bigInts);
          state.value = aggregate[name]?.(state.value, ...given);
        });
      });
    this.step = stepWith('step');
    this.inverse = stepWith('inverse');
    this.final = sqlite.function('vi', (context: number) => this.#finish(context, true));
    this.value = sqlite.function('vi', (context: number) => this.#finish(context, false));
    this.destroy = sqlite.function('vi', (id: number) => {
      this.functions.delete(id);
      this.aggregates.delete(id);
    });
  }

  newId(): number {
    return this.#next++;
  }

  #aggregateOf(context: number): Aggregate {
    return this.aggregates.get(this.#sqlite.exports.sqlite3_user_data(context))!;
  }

  #guard(connection: Connection, context: number, action: () => void): void {
    const isDone = connection.guard(() => {
      action();
      return true;
    }, false);
    if (!isDone) setError(this.#sqlite, context, '');
  }

  #stateOf(aggregate: Aggregate, context: number): AggregateState {
    const address = this.#sqlite.exports.sqlite3_aggregate_context(context, STATE_BYTES);
    let id = this.#sqlite.word(address);
    if (id === 0) {
      id = this.newId();
      const { start } = aggregate;
      const value = typeof start === 'function' ? Reflect.apply(start, null, []) : start;
      this.#states.set(id, { value, isWindow: false });
      this.#sqlite.setWord(address, id);
    }
    return this.#states.get(id)!;
  }

  #finish(context: number, isFinal: boolean): void {
    const aggregate = this.#aggregateOf(context);
    this.#guard(aggregate.connection, context, () => {
      const state = this.#stateOf(aggregate, context);
      if (!isFinal) state.isWindow = true;
      // A window's last value has been asked for already.
      if (!isFinal || !state.isWindow) {
        const result = aggregate.result ? Reflect.apply(aggregate.result, null, [state.value]) : state.value;
        setResult(this.#sqlite, context, result);
      }
    });
    if (!isFinal) return;
    const address = this.#sqlite.exports.sqlite3_aggregate_context(context, STATE_BYTES);
    if (address) this.#states.delete(this.#sqlite.word(address));
  }
}

const tables = new WeakMap<SqliteModule, FunctionTable>();

function tableOf(sqlite: SqliteModule): FunctionTable {
  let table = tables.get(sqlite);
  if (!table) {
    table = new FunctionTable(sqlite);
    tables.set(sqlite, table);
  }
  return table;
}

/** `database.function(name[, options], function)`. */
export function defineFunction(connection: Connection, given: readonly unknown[]): void {
  const address = connection.use();
  const name = requireString(given[0], 'name');
  const hasOptions = given.length >= 3;
  const options = hasOptions ? requireObject(given[1]) : {};
  const bigInts = booleanOption(options, 'useBigIntArguments', false);
  const varargs = booleanOption(options, 'varargs', false);
  const deterministic = booleanOption(options, 'deterministic', false);
  const directOnly = booleanOption(options, 'directOnly', false);
  const action = given[hasOptions ? 2 : 1];
  if (typeof action !== 'function') throw invalidType('The "function" argument must be a function.');
  const { sqlite } = connection;
  const table = tableOf(sqlite);
  const id = table.newId();
  const count = varargs ? -1 : lengthOf(action, 'function');
  table.functions.set(id, { connection, bigInts, action: action as Callable });
  const flags = SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0) | (directOnly ? SQLITE_DIRECTONLY : 0);
  const result = sqlite.withText(name, (text) =>
    sqlite.exports.sqlite3_create_function_v2(address, text, count, flags, id, table.call, 0, 0, table.destroy),
  );
  connection.check(result);
}

function lengthOf(action: object, name: string): number {
  const { length } = action as { length: unknown };
  if (!Number.isInteger(length)) throw invalidType(`The "${name}.length" property must be an integer.`);
  return length as number;
}

/** `database.aggregate(name, options)`. */
export function defineAggregate(connection: Connection, given: readonly unknown[]): void {
  const address = connection.use();
  const options = given[1] as Record<string, unknown>;
  const start = options['start'];
  const name = requireString(given[0], 'name');
  if (start === undefined) {
    throw invalidType('The "options.start" argument must be a function or a primitive value.');
  }
  const { step, result: last } = options;
  if (typeof step !== 'function') throw invalidType('The "options.step" argument must be a function.');
  const bigInts = booleanOption(options, 'useBigIntArguments', false);
  const varargs = booleanOption(options, 'varargs', false);
  const directOnly = booleanOption(options, 'directOnly', false);
  const { inverse } = options;
  if (inverse !== undefined && typeof inverse !== 'function') {
    throw invalidType('The "options.inverse" argument must be a function.');
  }
  let count = -1;
  if (!varargs) {
    // The first parameter is the state.
    count = Math.max(lengthOf(step, 'options.step') - 1, 0);
    if (inverse) count = Math.max(count, lengthOf(inverse, 'options.inverse') - 1);
  }
  const { sqlite } = connection;
  const table = tableOf(sqlite);
  const id = table.newId();
  table.aggregates.set(id, {
    connection,
    bigInts,
    start,
    step: step as Callable,
    inverse: inverse ? (inverse as Callable) : null,
    result: typeof last === 'function' ? (last as Callable) : null,
  });
  const flags = SQLITE_UTF8 | (directOnly ? SQLITE_DIRECTONLY : 0);
  const created = sqlite.withText(name, (text) =>
    sqlite.exports.sqlite3_create_window_function(
      ...[address, text, count, flags, id, table.step, table.final],
      ...[inverse ? table.value : 0, inverse ? table.inverse : 0, table.destroy],
    ),
  );
  connection.check(created);
}
