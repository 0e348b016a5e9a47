// Characters split at each byte, for all encodings, and what an end without the rest gives.
const { StringDecoder } = require('node:string_decoder');
const text = 'aé€😀z';
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1', 'ascii']) {
  const bytes = Buffer.from(
    text,
    ['utf8', 'base64', 'base64url', 'hex', 'latin1', 'ascii'].includes(encoding) ? 'utf8' : encoding,
  );
  const decoder = new StringDecoder(encoding);
  const parts = [...bytes].map((byte) => decoder.write(Buffer.of(byte)));
  console.log(decoder.encoding, JSON.stringify(parts), JSON.stringify(decoder.end()));
}
for (const bytes of [
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xc3],
  [0x80],
  [0xed, 0xa0, 0x80],
  [0xf8, 0x88],
  [0xe2, 0x41],
]) {
  const decoder = new StringDecoder();
  console.log(JSON.stringify([decoder.write(Buffer.from(bytes)), decoder.end(), decoder.end()]));
}
const half = new StringDecoder('utf16le');
console.log(
  JSON.stringify([
    half.write(Buffer.of(0x3d, 0xd8)),
    half.write(Buffer.of(0x4d)),
    half.end(),
    half.lastNeed,
    half.lastTotal,
  ]),
);
try {
  new StringDecoder('no such');
} catch (error) {
  console.log(error.code, error.message);
}
try {
  new StringDecoder().write(5);
} catch (error) {
  console.log(error.code);
}
console.log(new StringDecoder().write('text'), new StringDecoder().write(new Uint16Array([0x4141])));
