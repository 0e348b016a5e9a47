const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

fs.mkdirSync(at('real/inner'), { recursive: true });
fs.writeFileSync(at('real/file'), 'content');
fs.symlinkSync('real', at('link'));
fs.symlinkSync(at('link', 'file'), at('absolute'));
fs.symlinkSync('../file', at('real/inner/up'));
console.log(
  fs.readlinkSync(at('link')),
  fs.readlinkSync(at('link'), 'buffer'),
  fs.readlinkSync(at('real/inner/up'), 'base64'),
);
console.log(
  fs.realpathSync(at('link/inner/up')) === at('real/file'),
  fs.realpathSync.native(at('absolute')) === at('real/file'),
);
console.log(fs.readFileSync(at('link/inner/up'), 'utf8'), fs.realpathSync(at('link'), 'buffer') instanceof Buffer);
fs.linkSync(at('real/file'), at('hard'));
fs.unlinkSync(at('real/file'));
console.log(
  fs.readFileSync(at('hard'), 'utf8'),
  fs.existsSync(at('absolute')),
  fs.lstatSync(at('absolute')).isSymbolicLink(),
);
fs.renameSync(at('hard'), at('real/file'));
console.log(fs.readFileSync(at('absolute'), 'utf8'));
fs.writeFileSync(at('other'), 'other');
fs.renameSync(at('other'), at('real/file'));
console.log(fs.readFileSync(at('absolute'), 'utf8'), fs.readdirSync(base));
fs.rename(at('real'), at('moved'), (error) => {
  console.log(error, fs.existsSync(at('link')));
  fs.readlink(at('link'), (problem, target) => console.log(problem, target));
  fs.promises.realpath(at('moved/inner/..')).then((real) => console.log(real === at('moved')));
});
