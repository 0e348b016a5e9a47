// v8.serialize of many kinds: the bytes and what they give back; a Serializer of one's own.
const v8 = require('node:v8');
const cyclic = { a: [1, 'ü', -5n, 2 ** 40, 1.5, null, undefined, true] };
cyclic.self = cyclic;
for (const value of [
  1,
  -1,
  3.5,
  'latin',
  'uni€',
  [1, , 3],
  { x: { y: 1 } },
  new Date(5),
  /a+/gi,
  new Map([[1, { m: 1 }]]),
  new Set(['s']),
  Buffer.from('buf'),
  new Uint16Array([1, 2]),
  Object(1),
  123n,
  new Error('e'),
  cyclic,
]) {
  const bytes = v8.serialize(value);
  const shown = value instanceof Error ? 'Error' : bytes.toString('hex');
  console.log(shown, value instanceof Error ? v8.deserialize(bytes).message : v8.deserialize(bytes));
}
for (const bad of [
  () => v8.serialize(() => {}),
  () => v8.serialize(Symbol('x')),
  () => v8.deserialize(Buffer.from('ff', 'hex')),
  () => v8.deserialize(5),
])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
const writer = new v8.Serializer();
writer.writeHeader();
writer.writeUint32(5);
writer.writeUint64(1, 2);
writer.writeDouble(0.5);
writer.writeRawBytes(Buffer.from('raw'));
const reader = new v8.Deserializer(writer.releaseBuffer());
reader.readHeader();
console.log(
  reader.readUint32(),
  reader.readUint64(),
  reader.readDouble(),
  reader.readRawBytes(3).toString(),
  reader.getWireFormatVersion(),
);
console.log(
  'total_heap_size' in v8.getHeapStatistics(),
  typeof v8.cachedDataVersionTag,
  v8.isStringOneByteRepresentation('a'),
  v8.isStringOneByteRepresentation('€'),
);
