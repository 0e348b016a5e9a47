// util.types goes by internal slots: changed and missing prototypes, false tags, proxies and foreign `this` do not deceive it.
const { types, inspect } = require('node:util');

const makers = {
  map: () => new Map([[1, 2]]),
  set: () => new Set([1]),
  weakMap: () => new WeakMap(),
  weakSet: () => new WeakSet(),
  date: () => new Date(0),
  regExp: () => /a/g,
  arrayBuffer: () => new ArrayBuffer(2),
  sharedArrayBuffer: () => new SharedArrayBuffer(2),
  number: () => Object(1),
  string: () => Object('s'),
  boolean: () => Object(true),
  bigint: () => Object(1n),
  symbol: () => Object(Symbol('s')),
  error: () => new TypeError('told'),
  plain: () => ({}),
  empty: () => Object.create(null),
  array: () => [1],
  instance: () => new (class Own {})(),
  fn: () => () => {},
};
const changes = {
  asBorn: (value) => value,
  nullPrototype: (value) => Object.setPrototypeOf(value, null),
  plainPrototype(value) {
    Reflect.setPrototypeOf(value, Object.prototype);
    return value;
  },
  arrayPrototype(value) {
    Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').set.call(value, Array.prototype);
    return value;
  },
  mapPrototype: (value) => Object.setPrototypeOf(value, Map.prototype),
  ownClass: (value) => Object.setPrototypeOf(value, class Own {}.prototype),
  falseTag: (value) => Object.defineProperty(value, Symbol.toStringTag, { value: 'Date', configurable: true }),
  proxied: (value) => new Proxy(value, { getPrototypeOf: () => Map.prototype }),
  belowProxy: (value) => Object.create(new Proxy(value, {})),
};
const checks = Object.keys(types).filter((name) => /^is/.test(name));

for (const [change, apply] of Object.entries(changes)) {
  for (const [kind, make] of Object.entries(makers)) {
    const value = apply(make());
    console.log(change, kind, checks.filter((check) => types[check](value)).join(' '));
  }
}
for (const make of [makers.map, makers.set, makers.date, makers.regExp, makers.arrayBuffer]) {
  console.log(inspect(Object.setPrototypeOf(make(), null)), inspect(Object.setPrototypeOf(make(), Object.prototype)));
}
for (const change of [Object.setPrototypeOf, Reflect.setPrototypeOf]) {
  console.log(change.name, change.length, String(change).includes('[native code]'));
  for (const wrong of [undefined, null, 1, 's']) {
    try {
      console.log(change(wrong, Map.prototype));
    } catch (error) {
      console.log(error.message);
    }
  }
}
try {
  Object.setPrototypeOf(Object.freeze(new Map()), null);
} catch (error) {
  console.log(error.name);
}
