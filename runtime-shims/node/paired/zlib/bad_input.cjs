// Node's own codes for what cannot be read.
const zlib = require('node:zlib');

function attempt(name, action) {
  try {
    console.log(name, action().toString());
  } catch (error) {
    console.log(name, error.name, error.code, error.errno, error.message);
  }
}

const text = 'some text that is compressed '.repeat(20);
const gzip = zlib.gzipSync(text);
const corrupt = Buffer.from(gzip);
corrupt[gzip.length - 5] ^= 0xff;
const short = Buffer.from(gzip);
short[gzip.length - 1] ^= 0xff;
attempt('gunzip header', () => zlib.gunzipSync(Buffer.from('not gzip at all')));
attempt('gunzip cut', () => zlib.gunzipSync(gzip.subarray(0, 20)));
attempt('gunzip empty', () => zlib.gunzipSync(Buffer.alloc(0)));
attempt('gunzip checksum', () => zlib.gunzipSync(corrupt));
attempt('gunzip length', () => zlib.gunzipSync(short));
attempt('gunzip junk', () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.from('junk')])));
attempt('gunzip zeros behind', () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.alloc(8)])));
attempt('gunzip two members', () => zlib.gunzipSync(Buffer.concat([gzip, zlib.gzipSync('!')])));
attempt('inflate header', () => zlib.inflateSync(Buffer.from('hello')));
attempt('inflate method', () => zlib.inflateSync(Buffer.from([0x79, 0x9c, 1])));
attempt('inflateRaw block', () => zlib.inflateRawSync(Buffer.from([0xff, 0xff])));
attempt('inflateRaw stored', () => zlib.inflateRawSync(Buffer.from([1, 1, 1, 1, 1])));
attempt('inflate distance', () => zlib.inflateRawSync(Buffer.from([0x03, 0x02])));
attempt('brotli bits', () => zlib.brotliDecompressSync(Buffer.from([0xff, 0xff, 1, 2, 3])));
attempt('brotli cut', () => zlib.brotliDecompressSync(zlib.brotliCompressSync(text).subarray(0, 12)));
attempt('zstd magic', () => zlib.zstdDecompressSync(Buffer.from('hello world')));
attempt('zstd cut', () => zlib.zstdDecompressSync(zlib.zstdCompressSync(text).subarray(0, 12)));
attempt('zstd empty', () => zlib.zstdDecompressSync(Buffer.alloc(0)));
attempt('zstd junk', () => zlib.zstdDecompressSync(Buffer.concat([zlib.zstdCompressSync('a'), Buffer.from('junk')])));
attempt('max length', () => zlib.gunzipSync(gzip, { maxOutputLength: 10 }));
attempt('reject', () => zlib.gunzipSync(Buffer.concat([gzip, Buffer.from('junk')]), { rejectGarbageAfterEnd: true }));
attempt('reject inflate', () =>
  zlib.inflateSync(Buffer.concat([zlib.deflateSync('a'), Buffer.from('junk')]), { rejectGarbageAfterEnd: true }),
);
// One after the other: natively each runs on a thread, and the first to fail is anybody's guess.
const makers = ['createGunzip', 'createInflate', 'createBrotliDecompress', 'createZstdDecompress'];
function tryNext() {
  const make = makers.shift();
  if (make === undefined) return;
  zlib[make]()
    .on('error', (error) => console.log(make, error.code, error.errno, error.message))
    .on('close', tryNext)
    .on('data', () => {})
    .end(Buffer.from([0xff, 0xff, 1, 2, 3]));
}
tryNext();
