// Levels, memory, windows and strategies: with deflate the bytes are zlib's own, so the sizes are compared as well.
const zlib = require('node:zlib');
const { constants } = zlib;

const text = Buffer.from(Array.from({ length: 3000 }, (_, i) => `line ${i % 37} of ${i % 11}\n`).join(''));
const options = [
  ...[-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ level })),
  ...[9, 10, 12, 15].map((windowBits) => ({ windowBits })),
  ...[1, 4, 9].map((memLevel) => ({ memLevel })),
  ...['Z_FILTERED', 'Z_HUFFMAN_ONLY', 'Z_RLE', 'Z_FIXED', 'Z_DEFAULT_STRATEGY'].map((name) => ({
    strategy: constants[name],
  })),
  { chunkSize: 64 },
  { finishFlush: constants.Z_SYNC_FLUSH },
];
for (const option of options) {
  for (const [compress, decompress] of [
    ['gzipSync', 'gunzipSync'],
    ['deflateRawSync', 'inflateRawSync'],
  ]) {
    const small = zlib[compress](text, option);
    const back = zlib[decompress](small, { ...option, level: undefined, strategy: undefined });
    console.log(JSON.stringify(option), compress, small.length < text.length, back.equals(text));
  }
}
