/** `internalBinding('sqlite')` (src/node_sqlite.cc) on the WebAssembly build of SQLite. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { backup, backupOptions } from './sqlite/backup.ts';
import { connectionOf, databaseClass, databasePath } from './sqlite/database.ts';
import { requireObject } from './sqlite/errors.ts';
import { Session } from './sqlite/session.ts';
import { StatementSync } from './sqlite/statement.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'sqlite', {
    DatabaseSync: databaseClass(environment),
    StatementSync,
    Session,
    backup(source: unknown, path: unknown, ...given: unknown[]): Promise<number> {
      requireObject(source, 'sourceDb');
      const connection = connectionOf(source);
      connection.use();
      return backup(environment, connection, databasePath(path, 'path'), backupOptions(given));
    },
  });
