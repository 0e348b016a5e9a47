// util.types over many values.
const { types } = require('node:util');
const values = {
  date: new Date(),
  regexp: /x/,
  map: new Map(),
  set: new Set(),
  weakmap: new WeakMap(),
  weakset: new WeakSet(),
  promise: Promise.resolve(),
  proxy: new Proxy({}, {}),
  buffer: Buffer.alloc(1),
  view: new DataView(new ArrayBuffer(1)),
  ab: new ArrayBuffer(1),
  sab: new SharedArrayBuffer(1),
  error: new RangeError(),
  gen: (function* () {})(),
  genf: function* () {},
  asyncf: async () => {},
  boxed: Object(Symbol()),
  bigint: Object(1n),
  args: (function () {
    return arguments;
  })(),
  mapit: new Map().keys(),
  setit: new Set().values(),
  f64: new Float64Array(1),
  big: new BigInt64Array(1),
  ns: Object.create(null),
};
for (const [name, value] of Object.entries(values))
  console.log(
    name,
    Object.keys(types)
      .filter((key) => types[key](value))
      .join(','),
  );
