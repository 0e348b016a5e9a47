// Two processes count up one number, each in transactions of its own: they wait for each other, and no step is lost.
const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { DatabaseSync } = require('node:sqlite');

const STEPS = 40;
// Milliseconds that a writer waits for the other: far more than it should ever need.
const timeout = 15_000;

if (process.argv[2]) {
  const database = new DatabaseSync(process.argv[2], { timeout });
  for (let step = 0; step < STEPS; step++) {
    database.exec('BEGIN IMMEDIATE');
    const { n } = database.prepare('SELECT n FROM counter').get();
    database.prepare('UPDATE counter SET n = ?').run(n + 1);
    database.prepare('INSERT INTO steps VALUES (?, ?)').run(n, Number(process.argv[3]));
    database.exec('COMMIT');
  }
  database.close();
} else {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-writers-'));
  const file = join(folder, 'counter.db');
  const database = new DatabaseSync(file);
  database.exec(
    'CREATE TABLE counter (n); INSERT INTO counter VALUES (0); CREATE TABLE steps (n INTEGER PRIMARY KEY, who)',
  );
  const writer = (who) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [__filename, file, who], { stdio: ['ignore', 'inherit', 'inherit'] });
      child.on('exit', (code, signal) => resolve(code ?? signal));
    });
  Promise.all([writer('1'), writer('2')]).then((ends) => {
    console.log('ends', ends, database.prepare('SELECT n FROM counter').get());
    console.log(database.prepare('SELECT who, count(*) n FROM steps GROUP BY who ORDER BY who').all());
    console.log(database.prepare('PRAGMA integrity_check').get());
    database.close();
    rmSync(folder, { recursive: true });
  });
}
