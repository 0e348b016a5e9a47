// Flowing, paused, readable events, unshift, objects, and destroying with an error.
const { Readable } = require('node:stream');
const show =
  (name) =>
  (...values) =>
    console.log(name, ...values.map(String));
const numbers = new Readable({
  objectMode: true,
  highWaterMark: 2,
  read() {
    this.n = (this.n ?? 0) + 1;
    this.push(this.n > 5 ? null : this.n);
  },
});
numbers
  .on('data', (n) => {
    console.log('data', n, numbers.readableFlowing);
    if (n === 2) {
      numbers.pause();
      console.log(numbers.isPaused());
      setImmediate(() => numbers.resume());
    }
  })
  .on('end', show('end'))
  .on('close', () => {
    console.log('close', numbers.destroyed, numbers.readableEnded);
    second();
  });
function second() {
  const text = Readable.from(['abc', 'defg'], { objectMode: false });
  text.setEncoding('latin1');
  text
    .on('readable', () => {
      for (let part; (part = text.read(3)) !== null; ) {
        console.log('read', part);
        if (part === 'def') text.unshift('X');
      }
    })
    .on('end', third);
}
function third() {
  const failing = new Readable({
    read() {
      this.destroy(new Error('broken'));
    },
  });
  failing.on('error', (error) => console.log(error.message, failing.errored === error)).on('close', show('closed'));
  failing.resume();
  const pushed = new Readable({ read() {} });
  pushed.on('error', ({ code }) => console.log(code));
  pushed.push(null);
  pushed.push('late');
  pushed.resume();
}
