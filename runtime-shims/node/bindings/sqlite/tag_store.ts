/** `SQLTagStore` (src/node_sqlite.cc): statements by their template's text, the least recently used forgotten first. */
import type { Connection } from './connection.ts';
import { invalidType } from './errors.ts';
import type { Statement } from './statement.ts';

export class SQLTagStore {
  readonly #connection: Connection;
  readonly #prepare: (sql: string) => Statement;
  readonly #capacity: number;
  /** In order of use. */
  readonly #statements = new Map<string, Statement>();

  constructor(connection: Connection, database: object, capacity: number, prepare: (sql: string) => Statement) {
    this.#connection = connection;
    this.#capacity = capacity;
    this.#prepare = prepare;
    const own = (name: string, get: () => unknown) =>
      Object.defineProperty(this, name, { enumerable: true, configurable: false, get });
    own('capacity', () => this.#capacity);
    own('db', () => database);
    own('size', () => this.#statements.size);
  }

  #statementFor(strings: unknown): Statement {
    this.#connection.use();
    if (!Array.isArray(strings) || !strings.every((text) => typeof text === 'string')) {
      throw invalidType('First argument must be an array of strings (template literal).');
    }
    const sql = strings.join('?');
    let statement = this.#statements.get(sql);
    this.#statements.delete(sql);
    if (!statement || statement.address === 0) statement = this.#prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > this.#capacity) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return statement;
  }

  get(strings: unknown, ...values: unknown[]): unknown {
    return this.#statementFor(strings).get(asPositional(values));
  }
  all(strings: unknown, ...values: unknown[]): unknown {
    return this.#statementFor(strings).all(asPositional(values));
  }
  iterate(strings: unknown, ...values: unknown[]): unknown {
    return this.#statementFor(strings).iterate(asPositional(values));
  }
  run(strings: unknown, ...values: unknown[]): unknown {
    return this.#statementFor(strings).run(asPositional(values));
  }
  clear(): void {
    this.#statements.clear();
  }
}

/** An object in a template is a value like others, which cannot be bound. */
const asPositional = (values: unknown[]): unknown[] =>
  typeof values[0] === 'object' && values[0] !== null && !ArrayBuffer.isView(values[0]) ? [{}, ...values] : values;
