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

fs.writeFileSync(at('file'), 'text');
fs.mkdirSync(at('directory'));
fs.writeFileSync(at('directory', 'child'), '');
fs.symlinkSync('loop-b', at('loop-a'));
fs.symlinkSync('loop-a', at('loop-b'));
const gone = at('gone');
attempt('open', () => fs.openSync(gone));
attempt('open below a file', () => fs.openSync(at('file', 'below')));
attempt('open a directory to write', () => fs.openSync(at('directory'), 'w'));
attempt('open exclusively', () => fs.openSync(at('file'), 'wx'));
attempt('open a loop', () => fs.openSync(at('loop-a')));
attempt('open a long name', () => fs.openSync(at('n'.repeat(256))));
attempt('read a directory', () => fs.readFileSync(at('directory')));
attempt('read a directory as text', () => fs.readFileSync(at('directory'), 'utf8'));
attempt('readFile', () => fs.readFileSync(gone));
attempt('readFile as text', () => fs.readFileSync(gone, 'utf8'));
attempt('writeFile', () => fs.writeFileSync(at('gone', 'x'), 'text'));
attempt('stat', () => fs.statSync(gone));
attempt('lstat', () => fs.lstatSync(gone));
attempt('fstat', () => fs.fstatSync(9999));
attempt('close', () => fs.closeSync(9999));
attempt('read', () => fs.readSync(9999, Buffer.alloc(1)));
attempt('write', () => fs.writeSync(9999, 'x'));
attempt('write a buffer', () => fs.writeSync(9999, Buffer.from('x')));
attempt('access', () => fs.accessSync(gone));
attempt('mkdir', () => fs.mkdirSync(at('directory')));
attempt('mkdir below nothing', () => fs.mkdirSync(at('gone', 'deeper')));
attempt('mkdir recursively over a file', () => fs.mkdirSync(at('file'), { recursive: true }));
attempt('mkdir recursively below a file', () => fs.mkdirSync(at('file', 'a', 'b'), { recursive: true }));
attempt('rmdir', () => fs.rmdirSync(at('directory')));
attempt('rmdir a file', () => fs.rmdirSync(at('file')));
attempt('unlink', () => fs.unlinkSync(gone));
attempt('rename', () => fs.renameSync(gone, at('new')));
attempt('rename a directory into itself', () => fs.renameSync(at('directory'), at('directory', 'inner')));
attempt('rename a file over a directory', () => fs.renameSync(at('file'), at('directory')));
attempt('link', () => fs.linkSync(gone, at('new')));
attempt('link over', () => fs.linkSync(at('file'), at('file')));
attempt('symlink over', () => fs.symlinkSync('target', at('file')));
attempt('readlink', () => fs.readlinkSync(at('file')));
attempt('realpath', () => fs.realpathSync(gone));
attempt('realpath native', () => fs.realpathSync.native(gone));
attempt('readdir', () => fs.readdirSync(gone));
attempt('readdir a file', () => fs.readdirSync(at('file')));
attempt('opendir', () => fs.opendirSync(gone));
attempt('chmod', () => fs.chmodSync(gone, 0o644));
attempt('utimes', () => fs.utimesSync(gone, 1, 2));
attempt('truncate', () => fs.truncateSync(gone, 1));
attempt('ftruncate', () => fs.ftruncateSync(9999, 1));
attempt('fsync', () => fs.fsyncSync(9999));
attempt('copyFile', () => fs.copyFileSync(gone, at('new')));
attempt('copyFile exclusively', () =>
  fs.copyFileSync(at('file'), at('directory', 'child'), fs.constants.COPYFILE_EXCL),
);
attempt('copyFile onto a directory', () => fs.copyFileSync(at('file'), at('directory')));
attempt('copyFile of a directory', () => fs.copyFileSync(at('directory'), at('copied')));
attempt('what that left', () => fs.existsSync(at('copied')));
attempt('mkdtemp', () => fs.mkdtempSync(at('gone', 'x-')));
attempt('rm', () => fs.rmSync(gone));
attempt('rm a directory', () => fs.rmSync(at('directory')));
attempt('statfs', () => fs.statfsSync(gone));
attempt('NUL', () => fs.openSync('a\0b'));
attempt('no fd', () => fs.closeSync(-1));
attempt('fd that is a string', () => fs.fsyncSync('x'));
