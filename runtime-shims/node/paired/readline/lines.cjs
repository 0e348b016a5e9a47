// Lines of a stream: endings, splits, history off, the last line without an end, and close.
const readline = require('node:readline');
const { PassThrough } = require('node:stream');
const input = new PassThrough();
const lines = readline.createInterface({ input, crlfDelay: Infinity });
lines
  .on('line', (line) => console.log(JSON.stringify(line)))
  .on('close', () => {
    console.log('closed', lines.closed ?? true);
    try {
      lines.question('?', () => {});
    } catch (error) {
      console.log(error.code);
    }
  });
for (const part of [
  'one\ntw',
  'o\r\nthree\r',
  '\nfour\u2028five\n\n',
  Buffer.from([0xe2, 0x82]),
  Buffer.from([0xac, 0x0a]),
  'last',
])
  input.write(part);
input.end();
