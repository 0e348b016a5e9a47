// Pipelines through files, iteration, a Transform's events, and the promises of node:stream.
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

const folder = mkdtempSync(join(tmpdir(), 'zlib-'));
const file = (name) => join(folder, name);
const text = Array.from({ length: 20000 }, (_, i) => `${i} ${i * i}\n`).join('');
writeFileSync(file('in'), text);
for (const [compress, decompress] of [
  ['createGzip', 'createUnzip'],
  ['createBrotliCompress', 'createBrotliDecompress'],
  ['createZstdCompress', 'createZstdDecompress'],
]) {
  await pipeline(createReadStream(file('in')), zlib[compress](), createWriteStream(file('small')));
  let length = 0;
  let last = '';
  for await (const chunk of createReadStream(file('small')).pipe(zlib[decompress]())) {
    length += chunk.length;
    last = chunk.toString().slice(-20);
  }
  console.log(compress, statSync(file('small')).size < text.length / 2, length === text.length, JSON.stringify(last));
}
const events = [];
const gzip = zlib.createGzip();
for (const event of ['finish', 'end', 'close']) gzip.on(event, () => events.push(event));
gzip.resume().end('x');
await new Promise((resolve) => gzip.on('close', resolve));
console.log(events.join(' '), gzip.bytesWritten, gzip.destroyed);
try {
  await pipeline(Readable.from([Buffer.from('garbage')]), zlib.createGunzip(), async (source) => {
    for await (const _ of source);
  });
} catch (error) {
  console.log(error.code, error.message);
}
rmSync(folder, { recursive: true });
