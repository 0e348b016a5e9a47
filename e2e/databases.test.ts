import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NativeFolder, nativeCopy } from './native.ts';
import { Tab } from './tab.ts';

/** Tables, an index, a trigger and all kinds of values; argument: journal mode. Ends in the middle of nothing. */
const write = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync('data.db');
  database.exec('PRAGMA journal_mode = ' + process.argv[2]);
  database.exec(\`
    CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body, score REAL, at INTEGER);
    CREATE INDEX by_title ON notes (title);
    CREATE TABLE log (what);
    CREATE TRIGGER noted AFTER INSERT ON notes BEGIN INSERT INTO log VALUES (new.title); END;
    CREATE VIEW best AS SELECT title FROM notes WHERE score > 900;
  \`);
  const insert = database.prepare('INSERT INTO notes (title, body, score, at) VALUES (?, ?, ?, ?)');
  database.exec('BEGIN');
  for (let i = 0; i < 1000; i++) {
    insert.run('Grüße ' + i, i % 3 ? null : new Uint8Array(3000).fill(i), i + 0.25, 2n ** 53n + BigInt(i));
  }
  database.exec('COMMIT; DELETE FROM notes WHERE id % 7 = 0; PRAGMA user_version = 77');
  database.close();`;

const read = `
  const { createHash } = require('node:crypto');
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync('data.db');
  console.log(database.prepare('PRAGMA integrity_check').all(), database.prepare('PRAGMA journal_mode').all());
  console.log(database.prepare('PRAGMA user_version').get(), database.prepare('SELECT count(*) n FROM best').get());
  console.log(database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all());
  const statement = database.prepare('SELECT * FROM notes ORDER BY id');
  statement.setReadBigInts(true);
  const hash = createHash('sha256');
  for (const row of statement.all()) {
    hash.update(JSON.stringify(row, (key, value) => typeof value === 'bigint' ? String(value) : value));
  }
  console.log(hash.digest('hex'));
  database.exec("INSERT INTO notes (title) VALUES ('one more')");
  console.log(database.prepare('SELECT what FROM log ORDER BY rowid DESC LIMIT 1').get());
  database.close();`;

let tab: Tab;
let native: NativeFolder;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'databases-'));
  writeFileSync(join(folder, 'write.cjs'), write);
  writeFileSync(join(folder, 'read.cjs'), read);
  native = nativeCopy(folder);
  tab = await Tab.open();
  await tab.call('writeFile', 'write.cjs', write);
  await tab.call('writeFile', 'read.cjs', read);
});
afterAll(async () => {
  await tab?.close();
  native?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function inTab(command: string): Promise<string> {
  const { stdout, stderr, code } = await tab.run(command);
  expect([stderr, code]).toEqual(['', 0]);
  return stdout;
}

function natively(command: string): string {
  const { stdout, stderr, code } = native.run(command);
  expect([stderr, code]).toEqual(['', 0]);
  return stdout;
}

describe.each(['DELETE', 'WAL'])('a database with the journal mode %s', (mode) => {
  it('that is written in the tab opens natively', async () => {
    await inTab(`rm -f data.db*; node write.cjs ${mode}`);
    const bytes = await inTab(`node -p "fs.readFileSync('data.db', 'base64')"`);
    const inside = await inTab('node read.cjs');
    writeFileSync(join(native.path, 'data.db'), bytes, 'base64');
    expect(natively('node read.cjs')).toBe(inside);
    expect(inside).toContain(`journal_mode: '${mode.toLowerCase()}'`);
    expect(inside).toContain("integrity_check: 'ok'");
  });

  it('that is written natively opens in the tab', async () => {
    natively(`rm -f data.db*; node write.cjs ${mode}`);
    const bytes = readFileSync(join(native.path, 'data.db'), 'base64');
    await tab.call('writeFile', 'data.txt', bytes);
    await inTab(`rm -f data.db*; node -e "fs.writeFileSync('data.db', fs.readFileSync('data.txt', 'utf8'), 'base64')"`);
    expect(await inTab('node read.cjs')).toBe(natively('node read.cjs'));
  });
});
