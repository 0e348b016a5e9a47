import v8 from 'node:v8';
import { describe, expect, test } from 'vitest';
import { ValueDeserializer } from './deserializer.ts';
import { ValueSerializer } from './serializer.ts';

function serializer(viewsAsHostObjects: boolean): ValueSerializer {
  const made = new ValueSerializer({
    dataCloneError: (message) => new Error(message),
    writeHostObject() {
      throw new Error('host object');
    },
    sharedArrayBufferId: () => 7,
  });
  made.treatsViewsAsHostObjects = viewsAsHostObjects;
  return made;
}

function ours(value: unknown): string {
  const made = serializer(false);
  made.writeHeader();
  made.writeValue(value);
  return Buffer.from(made.release()).toString('latin1');
}

function natively(value: unknown): string {
  const made = new v8.Serializer();
  made.writeHeader();
  made.writeValue(value);
  return made.releaseBuffer().toString('latin1');
}

function read(bytes: Uint8Array): unknown {
  const made = new ValueDeserializer(bytes, {
    readHostObject() {
      throw new Error('host object');
    },
  });
  made.readHeader();
  return made.readValue();
}

function cyclic(): unknown {
  const array: unknown[] = [1];
  const object = { array, self: null as unknown };
  object.self = object;
  array.push(object, array);
  return object;
}

function tracking(): unknown {
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  return [new Uint8Array(buffer), new Uint16Array(buffer, 2, 2), new DataView(buffer, 1, 3)];
}

const error = (make: () => Error, stack = 'stack'): Error => Object.assign(make(), { stack });

const values: Record<string, () => unknown> = {
  undefined: () => undefined,
  oddballs: () => [null, true, false, undefined],
  integers: () => [0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)],
  doubles: () => [0.5, 1, -0, NaN, Infinity, 2 ** 31],
  'mixed array': () => [1, 2.5, 'x', -0],
  'numbers in an object': () => ({ a: 1, b: -0, c: 2 ** 40, d: NaN, e: -1.5 }),
  bigints: () => [0n, 1n, -1n, 2n ** 64n - 1n, -(2n ** 64n), 2n ** 200n + 5n],
  strings: () => ['', 'abc', 'é', 'ş', '😀', 'x'.repeat(200), 'ş'.repeat(100), 'a\0b', '\ud800'],
  'two-byte strings at odd places': () => ({ a: 'ş', ab: 'ş', abc: ['ş', 'ş'] }),
  'index keys': () => ({ b: 1, 5: 2, 0: 3, a: 4, 4294967294: 5, 4294967295: 6, '-1': 7, '01': 8 }),
  // biome-ignore lint/suspicious/noSparseArray: the subject
  'sparse array': () => [1, , 3, ,],
  'array with properties': () => Object.assign([1, 2], { x: 1 }),
  'long array': () => Object.assign([], { length: 5000 }),
  nested: () => ({ a: { b: { c: [[[]]] } } }),
  cyclic,
  'same object twice': () => {
    const object = {};
    return [object, object, [object]];
  },
  dates: () => [new Date(0), new Date(1e15 + 0.7), new Date(NaN)],
  boxed: () => [Object(1), Object('ş'), Object(true), Object(false), Object(5n)],
  regexps: () => [/a/, /b/dgimsuy, /[a]/v, /ş/i],
  collections: () => [
    new Map<unknown, unknown>([
      [1, 'a'],
      [{}, new Map()],
    ]),
    new Set([1, 'x', new Set()]),
  ],
  buffers: () => [new ArrayBuffer(3), new ArrayBuffer(0), new ArrayBuffer(2, { maxByteLength: 9 })],
  views: () =>
    [Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array]
      .map((View): unknown => new View([1, 2, 3]))
      .concat([
        new Float64Array([0.5]),
        new BigInt64Array([-1n]),
        new BigUint64Array([1n]),
        new DataView(new ArrayBuffer(4), 1, 2),
      ]),
  'views of one buffer': () => {
    const buffer = new ArrayBuffer(8);
    return [new Uint8Array(buffer, 1), new Uint8Array(buffer, 2, 3), buffer];
  },
  'views of a resizable buffer': tracking,
  errors: () => [
    error(() => new Error('m')),
    error(() => new TypeError()),
    error(() => new RangeError('r', { cause: { why: 1 } })),
    error(() => Object.assign(new Error('n'), { name: 'SyntaxError', extra: 1 })),
  ],
  'key __proto__': () => JSON.parse('{"__proto__":{"a":1}}'),
  'class instance': () =>
    new (class Point {
      x = 1;
      #y = 2;
      y() {
        return this.#y;
      }
    })(),
  'getter that deletes': () => ({
    get a(): number {
      delete (this as { b?: number }).b;
      return 1;
    },
    b: 2,
  }),
};

describe.each(Object.entries(values))('%s', (_title, make) => {
  test('is written as V8 writes it', () => expect(ours(make())).toBe(natively(make())));
  test('is read from what V8 wrote', () => {
    const value = read(Buffer.from(natively(make()), 'latin1'));
    expect(natively(value)).toBe(natively(v8.deserialize(Buffer.from(natively(make()), 'latin1'))));
    expect(value).toEqual(v8.deserialize(Buffer.from(natively(make()), 'latin1')));
  });
});

const refused: Record<string, () => unknown> = {
  function: () => () => 1,
  class: () => class A {},
  symbol: () => Symbol('q'),
  boxedSymbol: () => Object(Symbol('z')),
  mapIterator: () => new Map().entries(),
  arrayIterator: () => [].values(),
  iteratorHelper: () => [].values().map((x) => x),
  generator: () => (function* () {})(),
  promise: () => Promise.resolve(),
  weakRef: () => new WeakRef({}),
  weakMapSubclass: () => new (class B extends WeakMap {})(),
  arguments: () =>
    (function () {
      // biome-ignore lint/complexity/noArguments: the subject
      return arguments;
    })(),
  format: () => new Intl.NumberFormat(),
  global: () => globalThis,
  memory: () => new WebAssembly.Memory({ initial: 1 }),
  inside: () => ({ a: [() => 1] }),
  detached: () => {
    const buffer = new ArrayBuffer(1);
    buffer.transfer();
    return buffer;
  },
};

test.each(Object.entries(refused))('%s is refused with the words of V8', (_title, make) => {
  const attempt = (write: (value: unknown) => unknown): string => {
    try {
      return `written: ${write(make())}`;
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };
  const message = attempt(v8.serialize);
  expect(attempt(ours)).toBe(message);
  expect(message).toContain('could not be cloned');
});

test.each([
  '',
  '\xff\x0f',
  '\xff\x10I\x02',
  '\xff\x0fI',
  '\xff\x0f"\x05ab',
  '\xff\x0fo"\x01aI\x02{\x02',
  '\xff\x0fA\x05I\x02',
  '\xff\x0f^\x00',
  '\xff\x0fQ',
  '\xff\x0fR"\x01(\x00',
  '\xff\x0fR"\x01a\x40',
  '\xff\x0fB\x02abVW\x01\x01\x00',
  '\xff\x0f;I\x02:\x01',
  '\xff\x0cI\x02',
  '\xff\x0eVI',
  '\xff\x0fS\x02\xc3\xa9',
  '\xff\x0fU\x80\x80\x80\x80\x08',
])('data %j is read or refused as V8 does', (data) => {
  const bytes = Buffer.from(data, 'latin1');
  const attempt = (deserialize: (bytes: Buffer) => unknown): unknown => {
    try {
      return deserialize(bytes);
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };
  expect(attempt(read)).toEqual(attempt((given) => v8.deserialize(given)));
});
