// A write-ahead log among processes: readers see whole transactions while others write, writers wait for each other, a
// checkpoint and the log's restart confuse nobody, and one who is killed leaves what was committed.
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { DatabaseSync } = require('node:sqlite');

const STEPS = 40;
const options = { timeout: 15_000 };
const [, , role, file] = process.argv;

const roles = {
  /** Moves money between two accounts: their sum stays. */
  write() {
    const database = new DatabaseSync(file, options);
    for (let step = 0; step < STEPS; step++) {
      database.exec('BEGIN IMMEDIATE');
      database.exec('UPDATE accounts SET money = money - 1 WHERE id = 1');
      database.prepare('INSERT INTO log (text) VALUES (?)').run('x'.repeat(2000));
      database.exec('UPDATE accounts SET money = money + 1 WHERE id = 2; COMMIT');
      if (step % 10 === 9) database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    }
    database.close();
  },
  read() {
    const database = new DatabaseSync(file, options);
    const sum = database.prepare('SELECT sum(money) money FROM accounts');
    const wrong = new Set();
    let last = 0;
    let isGrowing = true;
    for (let i = 0; i < 300; i++) {
      const { money } = sum.get();
      if (money !== 1000) wrong.add(money);
      const { n } = database.prepare('SELECT count(*) n FROM log').get();
      isGrowing &&= n >= last;
      last = n;
    }
    console.log('read', [...wrong], isGrowing);
    database.close();
  },
  die() {
    const database = new DatabaseSync(file, options);
    database.exec("INSERT INTO log (text) VALUES ('committed')");
    database.exec("BEGIN IMMEDIATE; INSERT INTO log (text) VALUES ('not committed')");
    process.kill(process.pid, 'SIGKILL');
  },
  add() {
    const database = new DatabaseSync(file, options);
    database.exec("INSERT INTO log (text) VALUES ('added')");
    console.log('added', database.prepare('SELECT count(*) n FROM log').get().n);
    database.close();
  },
};

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-log-'));
  const path = join(folder, 'bank.db');
  const database = new DatabaseSync(path, options);
  console.log(database.prepare('PRAGMA journal_mode = WAL').get());
  database.exec('CREATE TABLE accounts (id INTEGER PRIMARY KEY, money); CREATE TABLE log (text)');
  database.exec('INSERT INTO accounts VALUES (1, 500), (2, 500)');
  console.log(existsSync(`${path}-wal`), existsSync(`${path}-shm`));
  const start = (word) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [__filename, word, path], { stdio: ['ignore', 'inherit', 'inherit'] });
      child.on('exit', (code, signal) => resolve(code ?? signal));
    });
  console.log('ends', await Promise.all(['write', 'write', 'read'].map(start)));
  console.log(database.prepare('SELECT * FROM accounts ORDER BY id').all());
  console.log(database.prepare('SELECT count(*) n FROM log').get());

  const snapshot = new DatabaseSync(path, options);
  snapshot.exec('BEGIN');
  const count = () => snapshot.prepare('SELECT count(*) n FROM log').get().n;
  const before = count();
  process.stdout.write(spawnSync(process.execPath, [__filename, 'add', path]).stdout);
  console.log('a snapshot stays', count() - before, 'here', database.prepare('SELECT count(*) n FROM log').get().n);
  snapshot.exec('COMMIT');
  console.log('and is left', count() - before);
  snapshot.close();

  console.log(await start('die'));
  console.log(database.prepare("SELECT text, count(*) n FROM log WHERE text LIKE '%commit%' GROUP BY text").all());
  console.log(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
  process.stdout.write(spawnSync(process.execPath, [__filename, 'add', path]).stdout);
  console.log(database.prepare('SELECT count(*) n FROM log').get(), database.prepare('PRAGMA integrity_check').get());
  database.close();
  console.log(existsSync(`${path}-wal`), existsSync(`${path}-shm`));
  process.stdout.write(spawnSync(process.execPath, [__filename, 'add', path]).stdout);
  rmSync(folder, { recursive: true });
}

if (role) roles[role]();
else main();
