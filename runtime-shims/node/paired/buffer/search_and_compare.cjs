// indexOf and its kin, compare, equals, fill, swap, subarray and copies.
const text = Buffer.from('abcabc€abc');
console.log(
  text.indexOf('c'),
  text.lastIndexOf('abc'),
  text.indexOf('€'),
  text.indexOf(0x62, -4),
  text.includes('zz'),
  text.indexOf(''),
  text.indexOf(Buffer.from('bc'), 3),
  text.indexOf('6263', 0, 'hex'),
  text.lastIndexOf('a', 2),
);
console.log(
  Buffer.compare(Buffer.from('a'), Buffer.from('b')),
  text.compare(text, 0, 3, 3, 6),
  text.equals(Buffer.from(text)),
  Buffer.concat([text, Buffer.of(33)], 5).toString(),
  Buffer.alloc(7, 'ab').toString(),
  Buffer.alloc(4, 'ff', 'hex'),
  Buffer.alloc(3).fill('€').toString('hex'),
  Buffer.from([1, 2, 3, 4]).swap16(),
  Buffer.from('12345678').swap64().toString(),
);
const shared = Buffer.from(new ArrayBuffer(8), 2, 4);
shared.writeUInt16BE(0xbeef, 1);
console.log(
  shared,
  shared.byteOffset,
  shared.subarray(1, 3),
  shared.copy(shared, 2, 0),
  shared,
  shared.toJSON(),
  [...shared.entries()].length,
);
for (const bad of [
  () => Buffer.alloc(3).swap16(),
  () => Buffer.from(5),
  () => Buffer.alloc('x'),
  () => Buffer.concat('x'),
  () => Buffer.alloc(-1),
  () => text.fill('a', 99),
  () => Buffer.from('a', 'nope'),
  () => Buffer.compare(1),
])
  try {
    console.log(bad());
  } catch (error) {
    console.log(error.code, error.message);
  }
