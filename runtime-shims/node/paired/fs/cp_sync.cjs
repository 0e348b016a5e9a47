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
const attempt = (label, action) => {
  try {
    console.log(label, 'gave', action());
  } catch (error) {
    process.stdout.write(`${label} threw `);
    show(error);
  }
};

fs.mkdirSync(at('tree/sub/deep'), { recursive: true });
fs.writeFileSync(at('tree/one'), '1');
fs.writeFileSync(at('tree/sub/two'), '2');
fs.chmodSync(at('tree/sub/two'), 0o755);
fs.symlinkSync('../one', at('tree/sub/link'));
const list = (name) => fs.readdirSync(at(name), { recursive: true });
attempt('directory without recursive', () => fs.cpSync(at('tree'), at('copy')));
fs.cpSync(at('tree'), at('copy'), { recursive: true });
console.log(
  list('copy'),
  short(fs.readlinkSync(at('copy/sub/link'))),
  (fs.statSync(at('copy/sub/two')).mode & 0o777).toString(8),
);
fs.cpSync(at('tree'), at('verbatim'), { recursive: true, verbatimSymlinks: true });
console.log(fs.readlinkSync(at('verbatim/sub/link')));
fs.cpSync(at('tree'), at('followed'), { recursive: true, dereference: true });
console.log(fs.lstatSync(at('followed/sub/link')).isFile());
fs.cpSync(at('tree'), at('filtered'), { recursive: true, filter: (source) => !source.endsWith('deep') });
console.log(list('filtered'));
fs.writeFileSync(at('copy/one'), 'changed');
fs.cpSync(at('tree'), at('copy'), { recursive: true, force: false });
console.log(fs.readFileSync(at('copy/one'), 'utf8'));
attempt('exists', () => fs.cpSync(at('tree'), at('copy'), { recursive: true, force: false, errorOnExist: true }));
fs.cpSync(at('tree'), at('copy'), { recursive: true });
console.log(fs.readFileSync(at('copy/one'), 'utf8'));
attempt('into itself', () => fs.cpSync(at('tree'), at('tree/sub/inner'), { recursive: true }));
attempt('the same', () => fs.cpSync(at('tree'), at('tree'), { recursive: true }));
attempt('directory over file', () => fs.cpSync(at('tree'), at('copy/one'), { recursive: true }));
attempt('file over directory', () => fs.cpSync(at('tree/one'), at('copy/sub')));
attempt('nothing', () => fs.cpSync(at('gone'), at('x')));
fs.cpSync(at('tree/one'), at('made/on/the/way'));
console.log(fs.readFileSync(at('made/on/the/way'), 'utf8'));
fs.utimesSync(at('tree/one'), 100, 200);
fs.cpSync(at('tree/one'), at('stamped'), { preserveTimestamps: true });
console.log(fs.statSync(at('stamped')).mtimeMs);
fs.cpSync(at('tree'), at('stamps'), { recursive: true, preserveTimestamps: true });
console.log(fs.statSync(at('stamps/one')).mtimeMs);
