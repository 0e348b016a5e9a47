// latin1 and ASCII of long buffers: every byte keeps its value, also those that Windows' code page 1252 gives to others.
const { createHash } = require('node:crypto');

const fills = {
  ascii: (i) => i & 0x7f,
  every: (i) => i & 0xff,
  upper: (i) => 0xa0 | (i & 0x5f),
  between: (i) => 0x80 | (i & 0x1f),
};
for (const [name, fill] of Object.entries(fills)) {
  for (const length of [0, 1, 7, 8, 9, 255, 256, 257, 5000, 70_000]) {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => fill(i)));
    for (const encoding of ['latin1', 'binary', 'ascii']) {
      const text = bytes.toString(encoding);
      const codes = createHash('sha1').update(Buffer.from(text, 'utf16le')).digest('hex').slice(0, 8);
      console.log(name, length, encoding, text.length, codes, Buffer.from(text, 'latin1').equals(bytes));
    }
    if (length > 300) console.log(bytes.latin1Slice(3, 290) === bytes.subarray(3, 290).toString('latin1'));
  }
}
