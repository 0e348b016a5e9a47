// All encodings both ways, with bad input, and transcode.
const { Buffer, transcode, isUtf8, isAscii, constants } = require('node:buffer');
const text = 'aÿ€😀\ud800z';
for (const encoding of ['utf8', 'utf16le', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'binary', 'ucs2']) {
  // In one-byte text only, base64 is the same for every engine's decoder of bad input.
  const bytes = Buffer.from(encoding.startsWith('base64') ? 'YWJj-_x*' : text, encoding);
  console.log(
    encoding,
    bytes.length,
    bytes.toString('hex'),
    JSON.stringify(bytes.toString(encoding)),
    Buffer.byteLength(text, encoding),
    Buffer.isEncoding(encoding),
  );
}
for (const [value, encoding] of [
  ['abc', 'hex'],
  ['zz', 'hex'],
  ['YQ', 'base64'],
  ['YQ==YQ', 'base64'],
  ['Y Q=\n=', 'base64'],
  ['-_8', 'base64'],
  ['*', 'base64url'],
])
  console.log(value, Buffer.from(value, encoding));
const whole = Buffer.alloc(12);
console.log(
  whole.write('€€€€€'),
  whole.write('abc', 9),
  whole.write('ff0', 'hex'),
  whole.write('x', 12),
  whole.utf8Write?.('q', 0, 1),
  whole.latin1Slice(0, 3),
);
console.log(
  transcode(Buffer.from('€é'), 'utf8', 'latin1'),
  transcode(Buffer.from('é'), 'utf8', 'utf16le'),
  isUtf8(Buffer.of(0xc3)),
  isAscii(Buffer.from('a')),
  constants.MAX_LENGTH > 1e9,
  atob('aGk='),
  btoa('hi'),
);
for (const bad of [() => atob('*'), () => btoa('€'), () => transcode(Buffer.from('a'), 'utf8', 'hex')])
  try {
    console.log(bad());
  } catch (error) {
    console.log(error.name, error.code);
  }
