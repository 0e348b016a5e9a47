const fs = require('node:fs');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
require('./make.js');

const louder = new Transform({
  transform(chunk, _encoding, done) {
    done(null, chunk.toString().toUpperCase());
  },
});

pipeline(fs.createReadStream('long.txt'), louder, fs.createWriteStream('loud.txt'));
