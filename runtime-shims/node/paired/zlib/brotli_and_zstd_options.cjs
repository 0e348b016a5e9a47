const zlib = require('node:zlib');
const { constants } = zlib;

const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${i % 97}: ${(i * 31) % 1009};`).join('\n'));
const brotli = [
  ...[0, 1, 2, 5, 9, 10, 11].map((value) => ({ [constants.BROTLI_PARAM_QUALITY]: value })),
  ...[10, 16, 17, 18, 24].map((value) => ({ [constants.BROTLI_PARAM_LGWIN]: value })),
  { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
];
for (const params of brotli) {
  const small = zlib.brotliCompressSync(text, { params });
  console.log('brotli', small.length < text.length / 2, zlib.brotliDecompressSync(small).equals(text));
}
const zstd = [
  ...[-5, 1, 3, 9, 19].map((value) => ({ [constants.ZSTD_c_compressionLevel]: value })),
  { [constants.ZSTD_c_checksumFlag]: 1 },
  { [constants.ZSTD_c_windowLog]: 12 },
  { [constants.ZSTD_c_strategy]: constants.ZSTD_btultra2 },
  { [constants.ZSTD_c_enableLongDistanceMatching]: 1 },
];
for (const params of zstd) {
  const small = zlib.zstdCompressSync(text, { params });
  console.log('zstd', small.length < text.length / 2, zlib.zstdDecompressSync(small).equals(text));
}
console.log(zlib.zstdDecompressSync(zlib.zstdCompressSync(text, { pledgedSrcSize: text.length })).equals(text));
const twice = Buffer.concat([zlib.zstdCompressSync('one '), zlib.zstdCompressSync('two')]);
console.log(zlib.zstdDecompressSync(twice).toString());
