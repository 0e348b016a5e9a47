const { constants, DatabaseSync } = require('node:sqlite');

const database = new DatabaseSync(':memory:', { limits: { sqlLength: 1000 } });
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
database.exec('CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)');
const asked = [];
database.setAuthorizer((action, ...details) => {
  if (action === constants.SQLITE_READ) asked.push(details);
  return details[1] === 'b' ? constants.SQLITE_IGNORE : constants.SQLITE_OK;
});
attempt('ignored', () => database.prepare('SELECT a, b FROM t').get());
console.log(asked);
database.setAuthorizer(() => constants.SQLITE_DENY);
attempt('denied', () => database.prepare('SELECT 1'));
database.setAuthorizer(() => 'text');
attempt('text', () => database.prepare('SELECT 1'));
database.setAuthorizer(() => 12);
attempt('number', () => database.prepare('SELECT 1'));
database.setAuthorizer(() => {
  throw new Error('from the authorizer');
});
attempt('throws', () => database.prepare('SELECT 1'));
database.setAuthorizer(null);
attempt('no authorizer', () => database.prepare('SELECT 1 a').get());
attempt('not a function', () => database.setAuthorizer(5));

console.log(database.limits.sqlLength, Object.keys(database.limits), database.limits);
attempt('long', () => database.exec(`SELECT '${'x'.repeat(2000)}'`));
database.limits.sqlLength = Infinity;
attempt('raised', () => database.exec(`SELECT '${'x'.repeat(2000)}'`));
attempt('negative', () => {
  database.limits.column = -1;
});
attempt('text', () => {
  database.limits.column = 'many';
});
attempt('options', () => new DatabaseSync(':memory:', { limits: { column: 1.5 } }));

const sql = database.createTagStore(2);
console.log(sql.get`SELECT ${1} AS one`, sql.all`SELECT a FROM t WHERE a = ${1}`, sql.size, sql.capacity);
console.log(
  sql.run`INSERT INTO t VALUES (${5}, ${'x'})`,
  [...sql.iterate`SELECT a FROM t`],
  sql.size,
  sql.db === database,
);
sql.clear();
console.log(sql.size);
attempt('not a template', () => sql.get('SELECT 1'));
const statement = database.prepare('SELECT * FROM t');
statement.all();
console.log(statement.stat('run'), statement.stat('vmStep') > 0);
statement.resetStats();
console.log(statement.stat('run'));
attempt('no such counter', () => statement.stat('cheese'));
