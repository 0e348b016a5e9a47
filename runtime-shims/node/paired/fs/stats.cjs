const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const { umask } = process;
void umask;
fs.writeFileSync(at('file'), 'x'.repeat(5000));
fs.chmodSync(at('file'), 0o640);
fs.mkdirSync(at('directory'));
fs.symlinkSync('file', at('link'));
fs.linkSync(at('file'), at('hard'));
fs.utimesSync(at('file'), 1600000000.25, new Date('2021-05-06T07:08:09.500Z'));
const stat = fs.statSync(at('file'));
console.log(
  stat.size,
  stat.nlink,
  (stat.mode & 0o7777).toString(8),
  stat.atimeMs,
  stat.mtimeMs,
  stat.mtime.toISOString(),
);
console.log(stat.isFile(), stat.isDirectory(), stat.isSymbolicLink(), stat.constructor.name, Object.keys(stat).join());
const big = fs.statSync(at('file'), { bigint: true });
console.log(big.size, big.mtimeMs, big.mtimeNs, big.atimeNs, typeof big.ino, big.isFile());
console.log(fs.lstatSync(at('link')).isSymbolicLink(), fs.statSync(at('link')).isFile(), fs.lstatSync(at('link')).size);
console.log(fs.statSync(at('hard')).ino === stat.ino, fs.statSync(at('directory')).isDirectory());
console.log(fs.statSync(at('gone'), { throwIfNoEntry: false }), fs.lstatSync(at('gone'), { throwIfNoEntry: false }));
console.log(fs.statSync(at('file', 'x'), { throwIfNoEntry: false }));
console.log(fs.statSync('/dev/null').isCharacterDevice());
fs.lutimesSync(at('link'), 5, 6);
console.log(fs.lstatSync(at('link')).mtimeMs, fs.statSync(at('link')).mtimeMs);
const fd = fs.openSync(at('file'), 'r+');
fs.futimesSync(fd, 7, 8.5);
fs.fchmodSync(fd, 0o600);
console.log(fs.fstatSync(fd).mtimeMs, (fs.fstatSync(fd).mode & 0o777).toString(8));
fs.closeSync(fd);
const before = fs.statSync(at('directory')).mtimeMs;
fs.writeFileSync(at('directory', 'new'), '');
console.log(fs.statSync(at('directory')).mtimeMs >= before);
fs.stat(at('file'), (error, first) => {
  console.log(error, first.size);
});
Promise.all([
  fs.promises.stat(at('file')),
  fs.promises.lstat(at('link')),
  fs.promises.stat(at('file'), { bigint: true }),
]).then((all) =>
  console.log(
    all.map(({ size }) => size),
    all.map(({ constructor }) => constructor.name),
  ),
);
const space = fs.statfsSync(base);
console.log(Object.keys(space).join(), space.bsize > 0, space.bavail <= space.blocks);
