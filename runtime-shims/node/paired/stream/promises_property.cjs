// The promises of streams are the same by every way to them.
const stream = require('node:stream');
const { finished, pipeline } = require('node:stream/promises');
const { promisify } = require('node:util');
console.log(stream.promises.pipeline === pipeline, stream.promises.finished === finished);
console.log(promisify(stream.pipeline) === pipeline, promisify(stream.finished) === finished);
const { Readable, Writable } = stream;
const chunks = [];
const sink = new Writable({ objectMode: true, write: (chunk, _encoding, done) => done(null, chunks.push(chunk)) });
stream.promises.pipeline(Readable.from(['a', 'b']), sink).then(() => console.log(chunks.join()));
