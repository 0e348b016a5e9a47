// Transforms in pipelines, back-pressure, flush, errors, and abort.
import { addAbortSignal, compose, Duplex, finished, PassThrough, Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const upper = () =>
  new Transform({
    transform(chunk, _, done) {
      done(null, String(chunk).toUpperCase());
    },
    flush(done) {
      this.push('!');
      done();
    },
  });
const collect = async (stream) => {
  let text = '';
  for await (const part of stream) text += part;
  return text;
};
const sink = new PassThrough();
await Promise.all([pipeline(Readable.from(['a', 'b']), upper(), sink), collect(sink).then(console.log)]);
console.log(
  await collect(
    compose(
      Readable.from(['x', 'y']),
      async function* (source) {
        for await (const part of source) yield `${part}${part}`;
      },
      upper(),
    ),
  ),
);
console.log(
  await pipeline(
    Readable.from([1]),
    new Transform({
      objectMode: true,
      transform(_, __, done) {
        done(new Error('in the middle'));
      },
    }),
    new Writable({
      objectMode: true,
      write(_, __, done) {
        done();
      },
    }),
  ).catch((error) => error.message),
);
const controller = new AbortController();
const endless = addAbortSignal(controller.signal, new Readable({ read() {} }));
finished(endless, (error) => console.log(error.name, error.code));
controller.abort();
endless.on('error', () => {});
const slow = new Writable({
  highWaterMark: 3,
  write(_, __, done) {
    setImmediate(done);
  },
});
console.log(slow.write('ab'), slow.write('cd'), slow.writableNeedDrain, slow.writableLength);
slow.once('drain', () => {
  console.log('drain');
  slow.end('e', () => console.log('finished', slow.writableFinished));
});
const pair = Duplex.from(async function* (source) {
  for await (const part of source) yield String(part).length;
});
pair.on('data', (n) => console.log('length', n));
pair.write('four');
pair.end('seventy');
