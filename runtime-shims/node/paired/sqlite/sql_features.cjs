// What a native build has compiled in: full-text search, R*Trees, JSON, mathematics, windows, dates.
const { DatabaseSync } = require('node:sqlite');

const database = new DatabaseSync(':memory:');
const attempt = (sql) => {
  try {
    console.log(sql.slice(0, 40), database.prepare(sql).all());
  } catch (error) {
    console.log(sql.slice(0, 40), error.message);
  }
};
database.exec(`
  CREATE VIRTUAL TABLE docs USING fts5(body);
  INSERT INTO docs VALUES ('the quick brown fox'), ('lazy dogs sleep');
  CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
  INSERT INTO boxes VALUES (1, 0, 10), (2, 20, 30);
`);
attempt("SELECT body FROM docs WHERE docs MATCH 'fox'");
attempt('SELECT id FROM boxes WHERE x0 < 5');
attempt(`SELECT json_extract('{"a":[1,2]}', '$.a[1]') v, json_array(1, 'x') w`);
attempt('SELECT round(sin(1), 6) s, pi() > 3.14 p, pow(2, 10) q, sqrt(16) r');
attempt('WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT sum(n) s FROM c');
attempt("SELECT value, row_number() OVER (ORDER BY value DESC) r FROM json_each('[3, 1, 2]')");
attempt("SELECT date('2024-02-28', '+2 days') d, strftime('%Y', '2020-01-01') y, unixepoch('1970-01-02') u");
attempt("SELECT typeof(datetime('now')) n, length(randomblob(8)) r, upper('abc') u, printf('%05d', 42) p");
attempt('SELECT "text"');
const { version } = database.prepare('SELECT sqlite_version() AS version').get();
console.log('process.versions names it', version === process.versions.sqlite);
database.exec('CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id))');
attempt('INSERT INTO c VALUES (5)');
attempt('PRAGMA foreign_keys');
attempt('PRAGMA integrity_check');
