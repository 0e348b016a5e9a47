const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));
const short = (text) => String(text).replaceAll(base, '');
const show = (error) =>
  console.log(
    error.name,
    '|',
    short(error.message),
    '|',
    Object.keys(error).join(),
    error.errno,
    error.code,
    error.syscall,
  );

const steps = [
  ['open', (done) => fs.open(at('gone'), done)],
  ['readFile', (done) => fs.readFile(at('gone'), done)],
  ['readFile of a directory', (done) => fs.readFile(base, done)],
  ['writeFile', (done) => fs.writeFile(at('gone', 'x'), 'text', done)],
  ['stat', (done) => fs.stat(at('gone'), done)],
  ['rename', (done) => fs.rename(at('gone'), at('new'), done)],
  ['symlink', (done) => fs.symlink('target', base, done)],
  ['copyFile', (done) => fs.copyFile(at('gone'), at('new'), done)],
  ['readdir', (done) => fs.readdir(at('gone'), done)],
  ['readdir recursive', (done) => fs.readdir(at('gone'), { recursive: true }, done)],
  ['opendir', (done) => fs.opendir(at('gone'), done)],
  ['rm', (done) => fs.rm(at('gone'), done)],
  ['close', (done) => fs.close(9999, done)],
  ['read', (done) => fs.read(9999, Buffer.alloc(4), 0, 4, 0, done)],
  ['write', (done) => fs.write(9999, 'text', done)],
];
function next() {
  const step = steps.shift();
  if (step === undefined) return;
  const [label, run] = step;
  run((error, value) => {
    process.stdout.write(`${label}: `);
    if (error) show(error);
    else console.log('no error', value);
    next();
  });
}
next();
