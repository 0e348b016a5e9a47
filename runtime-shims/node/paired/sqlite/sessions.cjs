const { constants, DatabaseSync } = require('node:sqlite');

const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, text)';
const one = new DatabaseSync(':memory:');
const two = new DatabaseSync(':memory:');
for (const database of [one, two]) database.exec(table);
const session = one.createSession({ table: 't' });
one.exec("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
const changes = session.changeset();
console.log(changes.constructor.name, session.patchset().length > 0);
console.log(two.applyChangeset(changes), two.prepare('SELECT * FROM t').all());
console.log(two.applyChangeset(changes));
const kinds = [];
console.log(
  two.applyChangeset(changes, {
    onConflict(kind) {
      kinds.push(kind === constants.SQLITE_CHANGESET_CONFLICT);
      return constants.SQLITE_CHANGESET_REPLACE;
    },
  }),
  kinds,
);
const three = new DatabaseSync(':memory:');
three.exec(table);
console.log(three.applyChangeset(changes, { filter: (name) => name !== 't' }), three.prepare('SELECT * FROM t').all());
const attempt = (action) => {
  try {
    console.log(action());
  } catch (error) {
    console.log(error.name, error.code, error.errcode, error.message);
  }
};
attempt(() => two.applyChangeset(changes, { onConflict: () => 99 }));
attempt(() =>
  two.applyChangeset(changes, {
    onConflict: () => {
      throw new Error('from onConflict');
    },
  }),
);
attempt(() =>
  three.applyChangeset(changes, {
    filter: () => {
      throw new Error('from filter');
    },
  }),
);
attempt(() => two.applyChangeset('text'));
attempt(() => two.applyChangeset(new Uint8Array([1, 2, 3])));
attempt(() => one.createSession({ table: 5 }));
session.close();
attempt(() => session.changeset());
console.log(Object.entries(constants).length > 30, constants.SQLITE_CHANGESET_ABORT);
