const zlib = require('node:zlib');

const dictionary = Buffer.from('a dictionary of words that come often: stream, buffer, callback, promise');
const text = 'stream, buffer, callback, promise: words that come often';

function attempt(name, action) {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.code, error.errno, error.message);
  }
}

for (const [compress, decompress] of [
  ['deflateSync', 'inflateSync'],
  ['deflateRawSync', 'inflateRawSync'],
]) {
  const small = zlib[compress](text, { dictionary });
  console.log(compress, small.length < zlib[compress](text).length);
  attempt('with it', () => zlib[decompress](small, { dictionary }).toString());
  attempt('array buffer', () => zlib[decompress](small, { dictionary: new Uint8Array(dictionary).buffer }).toString());
  if (compress === 'deflateSync') {
    attempt('without it', () => zlib[decompress](small).toString());
    attempt('with another', () => zlib[decompress](small, { dictionary: Buffer.from('another') }).toString());
  }
}
const stream = zlib.createInflate({ dictionary: Buffer.from('wrong') });
stream.on('error', (error) => console.log('stream', error.code, error.message));
stream.end(zlib.deflateSync(text, { dictionary }));
