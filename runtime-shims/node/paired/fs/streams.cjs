const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const { pipeline, Transform } = require('node:stream');
const { createGzip } = { createGzip: null };
void createGzip;
const writer = fs.createWriteStream(at('file'));
for (let i = 0; i < 20000; i++) writer.write(`line ${i}\n`);
writer.end('last\n', () => {
  console.log(writer.bytesWritten, fs.statSync(at('file')).size);
  const sizes = [];
  fs.createReadStream(at('file'), { highWaterMark: 50000 })
    .on('data', (chunk) => sizes.push(chunk.length))
    .on('open', (fd) => console.log('open', fd > 2))
    .on('ready', () => console.log('ready'))
    .on('end', () => console.log('end', sizes))
    .on('close', () => {
      console.log('close');
      const upper = new Transform({
        transform(chunk, _encoding, done) {
          done(null, String(chunk).toUpperCase());
        },
      });
      pipeline(
        fs.createReadStream(at('file'), { start: 5, end: 24 }),
        upper,
        fs.createWriteStream(at('upper')),
        (error) => {
          console.log(error, JSON.stringify(fs.readFileSync(at('upper'), 'utf8')));
          const appending = fs.createWriteStream(at('upper'), { flags: 'r+', start: 3 });
          appending.end('***').on('finish', () => console.log(fs.readFileSync(at('upper'), 'utf8').slice(0, 8)));
        },
      );
    });
});
fs.createReadStream(at('gone')).on('error', (error) => console.log(error.code, error.syscall));
