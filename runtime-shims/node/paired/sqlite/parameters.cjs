const { DatabaseSync } = require('node:sqlite');

const database = new DatabaseSync(':memory:');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const prepare = (sql) => database.prepare(sql);
attempt('named', () => prepare('SELECT $a a, :b b, @c c').get({ $a: 1, ':b': 2, '@c': 3 }));
attempt('bare', () => prepare('SELECT $a a, :b b').get({ a: 'x', b: 'y' }));
attempt('mixed', () => prepare('SELECT $a a, ? b').get({ a: 1 }, 2));
attempt('numbered', () => prepare('SELECT ?2 a, ?1 b').get('first', 'second'));
attempt('unknown', () => prepare('SELECT $a').get({ z: 1 }));
attempt('conflicting', () => prepare('SELECT $a, @a').get({ a: 1 }));
attempt('too many', () => prepare('SELECT ?').get(1, 2));
attempt('too large', () => prepare('SELECT ?').get(2n ** 64n));
attempt('function', () => prepare('SELECT ?').get(() => {}));
attempt('not allowed', () => {
  const statement = prepare('SELECT $a a');
  statement.setAllowBareNamedParameters(false);
  return statement.get({ a: 1 });
});
attempt('allowed', () => {
  const statement = prepare('SELECT $a a');
  statement.setAllowUnknownNamedParameters(true);
  return statement.get({ a: 1, z: 2 });
});
attempt('expanded', () => {
  const statement = prepare('SELECT ?, $x');
  statement.get('text', 5);
  return [statement.sourceSQL, statement.expandedSQL];
});
for (const name of [
  'setReadBigInts',
  'setReturnArrays',
  'setAllowBareNamedParameters',
  'setAllowUnknownNamedParameters',
]) {
  attempt(name, () => prepare('SELECT 1')[name]('yes'));
}
attempt('options', () => database.prepare('SELECT $a a', { returnArrays: true, readBigInts: true }).get({ a: 1n }));
attempt('bad options', () => database.prepare('SELECT 1', { returnArrays: 1 }));
attempt('no sql', () => database.prepare(5));
attempt('empty', () => database.prepare('-- nothing'));
