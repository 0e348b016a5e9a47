// A writer keeps another process from writing, not from reading; a killed one leaves nothing locked.
const { spawn, spawnSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { DatabaseSync } = require('node:sqlite');

if (process.argv[2] === 'hold') {
  const database = new DatabaseSync(process.argv[3]);
  database.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (100)');
  console.log('holding');
  setInterval(() => {}, 1000);
} else if (process.argv[2] === 'write') {
  const database = new DatabaseSync(process.argv[3], { timeout: 50 });
  try {
    database.exec('INSERT INTO t VALUES (2)');
    console.log('written');
  } catch (error) {
    console.log(error.errcode, error.message);
  }
} else {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-locks-'));
  const file = join(folder, 'shared.db');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  const child = (word) => spawnSync(process.execPath, [__filename, word, file]).stdout.toString().trim();
  database.exec('BEGIN IMMEDIATE');
  console.log('while locked:', child('write'));
  database.exec('COMMIT');
  console.log('afterwards:', child('write'));
  const holder = spawn(process.execPath, [__filename, 'hold', file]);
  holder.stdout.once('data', () => {
    console.log('readable:', database.prepare('SELECT count(*) n FROM t').get().n);
    try {
      database.exec('INSERT INTO t VALUES (3)');
    } catch (error) {
      console.log('not writable:', error.message);
    }
    holder.kill('SIGKILL');
  });
  holder.on('close', (_code, signal) => {
    database.exec('INSERT INTO t VALUES (3)');
    console.log(signal, database.prepare('SELECT a FROM t ORDER BY a').all());
    database.close();
    rmSync(folder, { recursive: true });
  });
}
