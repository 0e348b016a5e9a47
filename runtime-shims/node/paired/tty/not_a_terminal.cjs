// What tty says of what is no terminal, and the streams of a program without one.
const tty = require('node:tty');
console.log(
  tty.isatty(0),
  tty.isatty(-1),
  tty.isatty('x'),
  tty.isatty(99),
  process.stdout.isTTY,
  process.stdin.isTTY,
  process.stdout.columns,
  process.stdout.getColorDepth?.(),
  typeof process.stdin.setRawMode,
);
for (const bad of [() => new tty.WriteStream(-1), () => new tty.ReadStream(-1)])
  try {
    bad();
  } catch (error) {
    console.log(error.code, error.name);
  }
console.log(
  tty.WriteStream.prototype.getColorDepth.call({}, { TERM: 'xterm-256color' }),
  tty.WriteStream.prototype.getColorDepth.call({}, { COLORTERM: 'truecolor', TERM: 'x' }),
  tty.WriteStream.prototype.getColorDepth.call({}, { TERM: 'dumb' }),

  process.stdout.fd,
  process.stderr.writable,
  process.stdin.fd,
);
