const zlib = require('node:zlib');
const { constants } = zlib;

function attempt(name, action) {
  try {
    action();
    console.log(name, 'fine');
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
}

attempt('level', () => zlib.createDeflate({ level: 10 }));
attempt('level text', () => zlib.createDeflate({ level: 'high' }));
attempt('windowBits', () => zlib.createDeflate({ windowBits: 7 }));
attempt('windowBits 8 raw', () => zlib.createDeflateRaw({ windowBits: 8 }));
attempt('windowBits 0 inflate', () => zlib.createInflate({ windowBits: 0 }));
attempt('windowBits 0 deflate', () => zlib.createDeflate({ windowBits: 0 }));
attempt('memLevel', () => zlib.createDeflate({ memLevel: 0 }));
attempt('strategy', () => zlib.createDeflate({ strategy: 9 }));
attempt('chunkSize', () => zlib.createDeflate({ chunkSize: 1 }));
attempt('flush', () => zlib.createDeflate({ flush: 99 }));
attempt('dictionary', () => zlib.createDeflate({ dictionary: 'text' }));
attempt('brotli parameter', () => zlib.createBrotliCompress({ params: { 99: 1 } }));
attempt('brotli value', () => zlib.createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 'x' } }));
attempt('brotli flag', () =>
  zlib.createBrotliCompress({ params: { [constants.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: 42 } }),
);
attempt('zstd parameter', () => zlib.createZstdCompress({ params: { 5: 1, 9999: 1 } }));
attempt('zstd window', () => zlib.createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 99 } }));
attempt('zstd window to read', () => zlib.createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 99 } }));
attempt('zstd size', () => zlib.zstdCompressSync('abc', { pledgedSrcSize: 2 }));
attempt('no input', () => zlib.gzipSync());
attempt('number', () => zlib.gzipSync(5));
attempt('no callback', () => zlib.gzip('a'));
attempt('constants', () => {
  'use strict';
  constants.Z_OK = 5;
});
console.log(
  constants.Z_MAX_CHUNK,
  constants.Z_DEFAULT_COMPRESSION,
  Object.isFrozen(zlib.codes),
  zlib.codes.Z_BUF_ERROR,
);
