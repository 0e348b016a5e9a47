// sessionStorage: an object of texts with methods.
const attempt = (action) => {
  try {
    return action();
  } catch ({ name, code, message }) {
    return `${name} ${code} ${message}`;
  }
};
const storage = sessionStorage;
console.log(attempt(() => new Storage()));
storage.a = 1;
storage.setItem('b', 'two');
console.log(
  Object.keys(storage),
  storage.length,
  storage.key(0),
  storage.key(9),
  storage.getItem('none'),
  storage.none,
);
console.log(
  'a' in storage,
  'none' in storage,
  Object.getOwnPropertyDescriptor(storage, 'a'),
  delete storage.a,
  storage.a,
);
console.log(storage, String(storage));
console.log(
  attempt(() => storage.getItem()),
  attempt(() => storage.setItem('a')),
  attempt(() => storage.setItem(Symbol('a'), 1)),
);
console.log(attempt(() => storage.setItem('a', 'x'.repeat(11e6))));
storage.clear();
console.log(storage.length, storage);
