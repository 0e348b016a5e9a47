// Databases in files: by path, Buffer and URL, journal and write-ahead log, backup and serialization.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
const file = join(folder, 'data.db');
const rows = (database) => database.prepare('SELECT * FROM t ORDER BY id').all();

const first = new DatabaseSync(file);
first.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, text)');
for (let i = 0; i < 1000; i++) first.prepare('INSERT INTO t (text) VALUES (?)').run(`row ${i}`);
console.log(first.location() === file, readFileSync(file).subarray(0, 15).toString(), readFileSync(file).length % 4096);
first.close();

for (const path of [file, Buffer.from(file), pathToFileURL(file)]) {
  const again = new DatabaseSync(path, { readOnly: true });
  console.log(rows(again).length, rows(again).at(-1));
  try {
    again.exec('DELETE FROM t');
  } catch (error) {
    console.log(error.errcode, error.message);
  }
  again.close();
}

process.chdir(folder);
const relative = new DatabaseSync('other.db');
relative.exec('CREATE TABLE t (id); BEGIN; INSERT INTO t VALUES (1)');
console.log(existsSync('other.db-journal'));
relative.exec('COMMIT');
console.log(existsSync('other.db-journal'), relative.location() === join(folder, 'other.db'));
console.log(relative.prepare('PRAGMA journal_mode = WAL').get());
relative.exec('INSERT INTO t VALUES (2)');
console.log(existsSync('other.db-wal'), rows({ prepare: () => relative.prepare('SELECT id FROM t ORDER BY id') }));
relative.close();
console.log(existsSync('other.db-wal'));

const source = new DatabaseSync(file);
const steps = [];
const pages = await backup(source, join(folder, 'copy.db'), {
  rate: 2,
  progress: ({ totalPages, remainingPages }) => steps.push(totalPages - remainingPages),
});
console.log(pages > 4, steps.length > 1, steps[0]);
const copy = new DatabaseSync(join(folder, 'copy.db'));
console.log(rows(copy).length);
const bytes = source.serialize();
const memory = new DatabaseSync(':memory:');
memory.deserialize(bytes);
console.log(rows(memory).length, bytes.length === readFileSync(file).length);
for (const database of [source, copy, memory]) database.close();

writeFileSync(join(folder, 'junk.db'), 'this is no database, it is a text that is long enough to be looked at as one');
const junk = new DatabaseSync(join(folder, 'junk.db'));
try {
  junk.exec('SELECT * FROM t');
} catch (error) {
  console.log(error.errcode, error.message);
}
junk.close();
rmSync(folder, { recursive: true });
