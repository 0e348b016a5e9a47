const { DatabaseSync, StatementSync, Session } = require('node:sqlite');

const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.errcode, error.errstr, error.message);
  }
};
const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE t (a UNIQUE NOT NULL, b CHECK (b > 0)); INSERT INTO t VALUES (1, 1)');
attempt('syntax', () => database.exec('nonsense'));
attempt('no table', () => database.prepare('SELECT * FROM missing'));
attempt('unique', () => database.exec('INSERT INTO t VALUES (1, 1)'));
attempt('not null', () => database.prepare('INSERT INTO t VALUES (?, 1)').run(null));
attempt('check', () => database.prepare('INSERT INTO t VALUES (2, ?)').run(-1));
attempt('too large', () => database.prepare('SELECT 9007199254740993 a').get());
attempt('illegal', () => new StatementSync());
attempt('illegal session', () => new Session());
attempt('without new', () => DatabaseSync(':memory:'));
attempt('path', () => new DatabaseSync(5));
attempt('zero', () => new DatabaseSync('a\0b'));
attempt('url', () => new DatabaseSync(new URL('https://example.com/x')));
attempt('directory', () => new DatabaseSync('/'));
attempt('missing folder', () => new DatabaseSync('/no/such/folder/x.db'));
attempt('read only', () => new DatabaseSync('/no/such/file.db', { readOnly: true }));
for (const option of [
  'open',
  'readOnly',
  'enableForeignKeyConstraints',
  'allowExtension',
  'readBigInts',
  'defensive',
]) {
  attempt(option, () => new DatabaseSync(':memory:', { [option]: 5 }));
}
attempt('timeout', () => new DatabaseSync(':memory:', { timeout: 1.5 }));
attempt('options', () => new DatabaseSync(':memory:', 5));
attempt('extension', () => database.loadExtension('x'));
attempt('enable', () => database.enableLoadExtension(true));
const statement = database.prepare('SELECT 1');
statement.close();
attempt('finalized', () => statement.get());
database.close();
attempt('closed', () => database.exec('SELECT 1'));
attempt('closed twice', () => database.close());
attempt('closed transaction', () => database.isTransaction);
database.open();
attempt('open twice', () => database.open());
database[Symbol.dispose]();
console.log(database.isOpen);
