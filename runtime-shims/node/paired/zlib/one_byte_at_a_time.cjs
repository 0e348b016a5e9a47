const zlib = require('node:zlib');

const text = 'bytes that come one by one, bytes that come one by one';
const formats = {
  createGunzip: Buffer.concat([zlib.gzipSync(text), zlib.gzipSync(text)]),
  createUnzip: zlib.gzipSync(text),
  createInflate: zlib.deflateSync(text),
  createInflateRaw: zlib.deflateRawSync(text),
  createBrotliDecompress: zlib.brotliCompressSync(text),
  createZstdDecompress: zlib.zstdCompressSync(text),
};
(async () => {
  for (const [name, bytes] of Object.entries(formats)) {
    const stream = zlib[name]({ chunkSize: 64 });
    let read = '';
    stream.on('data', (chunk) => {
      read += chunk;
    });
    for (const byte of bytes) await new Promise((resolve) => stream.write(Buffer.from([byte]), resolve));
    stream.end();
    await new Promise((resolve) => stream.on('end', resolve));
    console.log(name, read === text.repeat(read.length / text.length), read.length / text.length);
  }
})();
