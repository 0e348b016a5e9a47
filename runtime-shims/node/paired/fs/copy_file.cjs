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

fs.writeFileSync(at('source'), 'x'.repeat(300000));
fs.chmodSync(at('source'), 0o750);
fs.copyFileSync(at('source'), at('copy'));
console.log(fs.statSync(at('copy')).size, (fs.statSync(at('copy')).mode & 0o777).toString(8));
fs.writeFileSync(at('longer'), 'y'.repeat(400000));
fs.copyFileSync(at('source'), at('longer'), fs.constants.COPYFILE_FICLONE);
console.log(fs.statSync(at('longer')).size);
fs.copyFileSync(at('source'), at('source'));
console.log(fs.statSync(at('source')).size);
fs.symlinkSync('source', at('link'));
fs.copyFileSync(at('link'), at('from-link'));
console.log(fs.lstatSync(at('from-link')).isFile());
fs.copyFile(at('source'), at('copy'), fs.constants.COPYFILE_EXCL, (error) => {
  show(error);
  fs.promises
    .copyFile(at('source'), at('third'))
    .then(() => console.log(fs.readFileSync(at('third')).equals(fs.readFileSync(at('source')))));
});
try {
  fs.copyFileSync(at('source'), at('x'), 99);
} catch (error) {
  show(error);
}
