const zlib = require('node:zlib');

console.log(zlib.crc32(''), zlib.crc32('123456789'), zlib.crc32(Buffer.alloc(1000, 7)), zlib.crc32('ü€😀'));
console.log(zlib.crc32('456789', zlib.crc32('123')), zlib.crc32(new Uint16Array([1, 2, 3])), zlib.crc32('a', 5));
for (const bad of [
  () => zlib.crc32(),
  () => zlib.crc32(5),
  () => zlib.crc32('a', -1),
  () => zlib.crc32('a', 2 ** 32),
]) {
  try {
    bad();
  } catch (error) {
    console.log(error.code, error.message);
  }
}
