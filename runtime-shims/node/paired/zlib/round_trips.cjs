// Every format, synchronously, by callback and by promise; sizes are the library's own affair.
const zlib = require('node:zlib');
const { promisify } = require('node:util');

const pairs = [
  ['gzip', 'gunzip'],
  ['deflate', 'inflate'],
  ['deflateRaw', 'inflateRaw'],
  ['gzip', 'unzip'],
  ['deflate', 'unzip'],
  ['brotliCompress', 'brotliDecompress'],
  ['zstdCompress', 'zstdDecompress'],
];
const inputs = {
  empty: '',
  short: 'a',
  text: 'the quick brown fox jumps over the lazy dog '.repeat(500),
  bytes: Buffer.from(Array.from({ length: 70000 }, (_, i) => (i * 7919) >>> 3)),
  view: new Uint16Array([1, 2, 3, 65535]),
  buffer: new Uint8Array([5, 6, 7]).buffer,
};

(async () => {
  for (const [compress, decompress] of pairs) {
    for (const [name, input] of Object.entries(inputs)) {
      const expected = typeof input === 'string' ? Buffer.from(input) : Buffer.from(input.buffer ?? input);
      const sync = zlib[`${decompress}Sync`](zlib[`${compress}Sync`](input));
      const later = await promisify(zlib[decompress])(await promisify(zlib[compress])(input));
      console.log(compress, decompress, name, sync.equals(expected), later.equals(expected), sync.length);
    }
  }
})();
