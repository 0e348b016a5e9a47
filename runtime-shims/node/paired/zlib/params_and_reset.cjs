const zlib = require('node:zlib');
const { constants } = zlib;

const line = 'the same line again and again, with a number: ';
const small = zlib.createDeflate({ level: 0 });
const parts = [];
small.on('data', (part) => parts.push(part));
small.write(line.repeat(50), () => {
  small.params(9, constants.Z_DEFAULT_STRATEGY, (error) => {
    console.log('params', error ?? 'fine', small._level, small._strategy);
    small.write(line.repeat(50), () => {
      small.params(1, constants.Z_FILTERED, () => small.end('end'));
    });
  });
});
small.on('end', () => {
  const all = Buffer.concat(parts);
  console.log(zlib.inflateSync(all).toString() === `${line.repeat(100)}end`, all.length < line.length * 60);
});
for (const level of [10, -2, 'x']) {
  try {
    zlib.createDeflate().params(level, 0);
  } catch (error) {
    console.log(error.code, error.message);
  }
}

const again = zlib.createDeflate();
again.once('data', () => {
  again.reset();
  again.removeAllListeners('data');
  const kept = [];
  again.on('data', (part) => kept.push(part));
  again.end('after the reset');
  again.on('end', () => console.log(zlib.inflateSync(Buffer.concat(kept)).toString()));
});
again.write('before the reset', () => again.flush());
