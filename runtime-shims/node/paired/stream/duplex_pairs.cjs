// duplexPair, half-open duplexes, corking, writev, and construct.
const { Duplex, duplexPair, Writable, isReadable, isErrored, isDisturbed } = require('node:stream');
const [one, other] = duplexPair();
other
  .setEncoding('utf8')
  .on('data', (text) => {
    console.log('other hears', text);
    other.write(text.toUpperCase());
  })
  .on('end', () => {
    console.log('other ends');
    other.end();
  });
one
  .setEncoding('utf8')
  .on('data', (text) => console.log('one hears', text))
  .on('end', () => {
    console.log('one ends', one.allowHalfOpen);
    corked();
  });
one.write('hello');
one.end('bye');
function corked() {
  const sizes = [];
  const writable = new Writable({
    construct(done) {
      console.log('constructed');
      setImmediate(done);
    },
    writev(chunks, done) {
      sizes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
    final(done) {
      console.log('final');
      done();
    },
    destroy(error, done) {
      console.log('destroy', error);
      done(error);
    },
  });
  writable.cork();
  writable.write('a');
  writable.write('b');
  console.log(writable.writableCorked, writable.writableLength);
  writable.uncork();
  writable.end('c', () => console.log('ended', JSON.stringify(sizes)));
  writable.on('close', () => {
    console.log(writable.closed, isErrored(writable));
    try {
      writable.write('late', (error) => console.log(error.code));
      writable.on('error', () => {});
    } catch (error) {
      console.log(error.code);
    }
    const half = new Duplex({
      allowHalfOpen: false,
      read() {
        this.push(null);
      },
      write(_, __, done) {
        done();
      },
    });
    half.on('finish', () => console.log('finished by the end', isReadable(half), isDisturbed(half)));
    half.resume();
  });
}
