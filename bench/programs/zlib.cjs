// gzip and gunzip of 16 MiB of text: sources of Node's library, as often as they fit.
const zlib = require('node:zlib');
const { measure } = require('./measure.cjs');

const SIZE = 16 * 1024 * 1024;
const natives = process.binding('natives');
const names = [
  'fs',
  'net',
  'zlib',
  'buffer',
  'internal/util/inspect',
  'internal/errors',
  'internal/url',
  '_http_server',
];
const sources = Buffer.from(names.map((name) => natives[name]).join('\n'));
const text = Buffer.alloc(SIZE, sources);
const small = zlib.gzipSync(text);
measure('gzip 16 MiB', 1, () => zlib.gzipSync(text));
measure('gunzip 16 MiB', 2, () => {
  if (zlib.gunzipSync(small).length !== SIZE) throw new Error('some of it is missing');
});
