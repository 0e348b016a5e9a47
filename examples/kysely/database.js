import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';

/** node:sqlite in the form that Kysely knows SQLite in, that of better-sqlite3. */
function connect(file) {
  const database = new DatabaseSync(file);
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values),
        run: (values) => statement.run(...values),
      };
    },
  };
}

export const database = new Kysely({ dialect: new SqliteDialect({ database: connect('clicks.db') }) });

await database.schema
  .createTable('click')
  .ifNotExists()
  .addColumn('id', 'integer', (column) => column.primaryKey())
  .addColumn('time', 'text', (column) => column.notNull())
  .execute();
