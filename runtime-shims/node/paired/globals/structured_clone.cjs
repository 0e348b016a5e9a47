// structuredClone of kinds, cycles, transfers and refusals.
const source = {
  date: new Date(1),
  map: new Map([[{ k: 1 }, [1]]]),
  set: new Set([1]),
  re: /x/g,
  error: Object.assign(new RangeError('r', { cause: 'c' }), { stack: 'RangeError: r' }),
  buffer: new Uint8Array([1, 2]),
  big: 5n,
  nested: [undefined, null, NaN, -0],
};
source.self = source;
const copy = structuredClone(source);
console.log(
  copy.self === copy,
  copy.map !== source.map,
  copy.error instanceof RangeError,
  copy.error.cause,
  copy.re.lastIndex,
  copy,
);
const bytes = new ArrayBuffer(4);
const moved = structuredClone({ bytes }, { transfer: [bytes] });
console.log(moved.bytes.byteLength, bytes.byteLength, bytes.detached);
const view = new DataView(new ArrayBuffer(8), 2, 3);
const both = structuredClone([view, view.buffer]);
console.log(both[0].buffer === both[1], both[0].byteOffset);
class Custom {
  constructor() {
    this.own = 1;
  }
  get computed() {
    return 2;
  }
}
console.log(
  structuredClone(new Custom()),
  Object.getPrototypeOf(structuredClone(new Custom())) === Object.prototype,
  structuredClone({
    get a() {
      return 7;
    },
  }),
  structuredClone(Object('boxed')),
  structuredClone([1, , 3]),
);
for (const bad of [() => {}, Symbol('s'), new WeakMap(), Promise.resolve(), { f() {} }, new Proxy({}, {})])
  try {
    structuredClone(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message.slice(0, 40));
  }
try {
  structuredClone();
} catch (error) {
  console.log(error.name, error.code);
}
