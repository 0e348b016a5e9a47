/** `backup` (`BackupJob` in src/node_sqlite.cc): pages are copied some at a time, between which the loop turns. */
import type { Environment } from '../../environment.ts';
import type { Connection } from './connection.ts';
import { invalidType, isInt32, requireObject, sqliteError, sqliteErrorOf } from './errors.ts';
import {
  SQLITE_BUSY,
  SQLITE_DONE,
  SQLITE_LOCKED,
  SQLITE_OK,
  SQLITE_OPEN_CREATE,
  SQLITE_OPEN_READWRITE,
  SQLITE_OPEN_URI,
} from './exports.ts';

const DEFAULT_RATE = 100;

interface BackupOptions {
  rate: number;
  source: string;
  target: string;
  progress: ((progress: { totalPages: number; remainingPages: number }) => unknown) | null;
}

export function backupOptions(given: readonly unknown[]): BackupOptions {
  const options = given.length > 0 ? requireObject(given[0]) : {};
  const { rate = DEFAULT_RATE } = options;
  if (!isInt32(rate)) throw invalidType('The "options.rate" argument must be an integer.');
  const text = (name: string) => {
    const value = options[name] ?? 'main';
    if (typeof value !== 'string') throw invalidType(`The "options.${name}" argument must be a string.`);
    return value;
  };
  const [source, target] = [text('source'), text('target')];
  const { progress } = options;
  if (progress !== undefined && typeof progress !== 'function') {
    throw invalidType('The "options.progress" argument must be a function.');
  }
  return { rate, source, target, progress: (progress as BackupOptions['progress']) ?? null };
}

/** The number of pages copied. */
export function backup(
  environment: Environment,
  connection: Connection,
  path: string | Uint8Array,
  { rate, source, target, progress }: BackupOptions,
): Promise<number> {
  const { sqlite } = connection;
  const { exports } = sqlite;
  return new Promise((resolve, reject) => {
    const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    const opened = sqlite.withText(path, (text) => sqlite.out((out) => exports.sqlite3_open_v2(text, out, flags, 0)));
    const destination = opened.value;
    const failWithDestination = () => {
      const error = sqliteError(sqlite, destination);
      exports.sqlite3_close_v2(destination);
      reject(error);
    };
    if (opened.result !== SQLITE_OK) return failWithDestination();
    const job = sqlite.withText(target, (to) =>
      sqlite.withText(source, (from) => exports.sqlite3_backup_init(destination, to, connection.address, from)),
    );
    if (job === 0) return failWithDestination();
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      connection.dependents.delete(dependent);
      exports.sqlite3_backup_finish(job);
      exports.sqlite3_close_v2(destination);
    };
    // A database that closes ends its backups, whose promises then stay as they are.
    const dependent = { finalize: end };
    connection.dependents.add(dependent);
    const turn = (): void => {
      if (isOver) return;
      const status = exports.sqlite3_backup_step(job, rate);
      if (![SQLITE_OK, SQLITE_DONE, SQLITE_BUSY, SQLITE_LOCKED].includes(status)) {
        end();
        const errstr = sqlite.text(exports.sqlite3_errstr(status));
        reject(Object.assign(sqliteErrorOf(sqlite, status), { errstr }));
        return;
      }
      const totalPages = exports.sqlite3_backup_pagecount(job);
      const remainingPages = exports.sqlite3_backup_remaining(job);
      if (remainingPages === 0 && status === SQLITE_DONE) {
        end();
        resolve(totalPages);
        return;
      }
      if (remainingPages === 0) {
        const error = sqliteError(sqlite, destination);
        end();
        reject(error);
        return;
      }
      try {
        progress?.({ totalPages, remainingPages });
      } catch (error) {
        end();
        reject(error);
        return;
      }
      environment.loop.complete(turn);
    };
    environment.loop.complete(turn);
  });
}
