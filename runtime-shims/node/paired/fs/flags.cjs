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

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_DIRECTORY, O_NOFOLLOW, O_TRUNC } = fs.constants;
fs.writeFileSync(at('file'), 'content');
fs.symlinkSync('file', at('link'));
const open = (flags, name = 'file') => {
  const fd = fs.openSync(at(name), flags);
  fs.closeSync(fd);
  return 'opened';
};
attempt('directory', () => open(O_DIRECTORY));
attempt('nofollow', () => open(O_NOFOLLOW, 'link'));
attempt('exclusive', () => open(O_CREAT | O_EXCL | O_WRONLY, 'link'));
attempt('create', () => open(O_CREAT | O_WRONLY, 'made'));
attempt('truncate', () => open(O_TRUNC | O_WRONLY));
attempt('size', () => fs.statSync(at('file')).size);
attempt('unknown flag', () => fs.openSync(at('file'), 'q'));
const reading = fs.openSync(at('file'), O_RDONLY);
attempt('write to a reader', () => fs.writeSync(reading, 'x'));
attempt('truncate a reader', () => fs.ftruncateSync(reading, 1));
const writing = fs.openSync(at('file'), 'w');
attempt('read from a writer', () => fs.readSync(writing, Buffer.alloc(1)));
attempt('r+', () => fs.openSync(at('gone'), 'r+'));
attempt('ax', () => fs.openSync(at('file'), 'ax'));
const first = fs.openSync(at('file'));
fs.closeSync(first);
attempt('lowest free', () => fs.openSync(at('file')) === first);
