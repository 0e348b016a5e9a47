// After a flush all that was written can be read, whatever the format.
const zlib = require('node:zlib');

const formats = [
  ['createGzip', 'createGunzip'],
  ['createDeflate', 'createInflate'],
  ['createDeflateRaw', 'createInflateRaw'],
  ['createBrotliCompress', 'createBrotliDecompress'],
  ['createZstdCompress', 'createZstdDecompress'],
];

function run([compress, decompress]) {
  return new Promise((resolve) => {
    const small = zlib[compress]();
    const back = zlib[decompress]();
    let text = '';
    back.on('data', (chunk) => {
      text += chunk;
      console.log(compress, JSON.stringify(text.slice(-30)));
      if (text.endsWith('one\n')) small.write('two\n', () => small.flush());
      else if (text.endsWith('two\n')) small.end('three\n');
    });
    back.on('end', () => {
      console.log(compress, 'end', text.length, small.bytesWritten);
      resolve();
    });
    small.pipe(back);
    small.write('one\n');
    small.flush(() => console.log(compress, 'flushed'));
  });
}

(async () => {
  for (const format of formats) await run(format);
})();
