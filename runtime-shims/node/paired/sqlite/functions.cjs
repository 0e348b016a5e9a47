const { DatabaseSync } = require('node:sqlite');

const database = new DatabaseSync(':memory:');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
database.function('kind', (value) => `${typeof value}:${value}`);
database.function('sum_all', { varargs: true }, (...values) => values.reduce((a, b) => a + b, 0));
database.function('big', { useBigIntArguments: true, deterministic: true }, (value) => value * 2n);
database.function('fails', () => {
  throw new RangeError('from a function');
});
database.function('object', () => ({}));
database.function('later', async () => 1);
attempt('kinds', () =>
  database.prepare("SELECT kind(1) a, kind(2.5) b, kind('x') c, kind(NULL) d, kind(x'0102') e").get(),
);
attempt('varargs', () => database.prepare('SELECT sum_all() a, sum_all(1, 2, 3) b').get());
attempt('big', () => database.prepare('SELECT big(21) a').get());
attempt('fails', () => database.prepare('SELECT fails()').get());
attempt('object', () => database.prepare('SELECT object()').get());
attempt('later', () => database.prepare('SELECT later()').get());
attempt('count', () => database.prepare('SELECT kind()').get());
attempt('name', () => database.function(5, () => 1));
attempt('no function', () => database.function('x', 5));
attempt('options', () => database.function('x', 5, () => 1));

database.exec('CREATE TABLE n (v); INSERT INTO n VALUES (1), (2), (3), (4), (5)');
database.aggregate('total_of', { start: 0, step: (sum, value) => sum + value });
database.aggregate('joined', { start: () => [], step: (list, v) => [...list, v], result: (list) => list.join('-') });
database.aggregate('moving', { start: 0, step: (s, v) => s + v, inverse: (s, v) => s - v, result: (s) => s * 10 });
attempt('sum', () => database.prepare('SELECT total_of(v) a, joined(v) b FROM n').get());
attempt('groups', () => database.prepare('SELECT v % 2 k, joined(v) j FROM n GROUP BY k ORDER BY k').all());
attempt('none', () => database.prepare('SELECT joined(v) j FROM n WHERE v > 9').get());
attempt('window', () =>
  database.prepare('SELECT moving(v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) m FROM n').all(),
);
attempt('step', () => database.aggregate('x', { start: 0 }));
attempt('start', () => database.aggregate('x', { step() {} }));
database.aggregate('broken', {
  start: 0,
  step() {
    throw new Error('from a step');
  },
});
attempt('broken', () => database.prepare('SELECT broken(v) FROM n').get());
