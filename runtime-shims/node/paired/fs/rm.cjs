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

const plant = () => {
  fs.mkdirSync(at('tree/a/b'), { recursive: true });
  for (const name of ['tree/1', 'tree/a/2', 'tree/a/b/é']) fs.writeFileSync(at(name), '');
  fs.symlinkSync(at('keep'), at('tree/a/link'));
};
fs.mkdirSync(at('keep'));
fs.writeFileSync(at('keep/file'), '');
plant();
fs.rmSync(at('tree'), { recursive: true });
console.log(fs.existsSync(at('tree')), fs.readdirSync(at('keep')));
fs.rmSync(at('tree'), { force: true });
attempt('again', () => fs.rmSync(at('tree'), { recursive: true }));
fs.symlinkSync('keep', at('link'));
fs.rmSync(at('link'), { recursive: true });
console.log(fs.readdirSync(base), fs.readdirSync(at('keep')));
plant();
(async () => {
  await fs.promises.rm(at('tree/a/2'));
  await fs.promises.rm(at('tree'), { recursive: true, force: true });
  console.log(fs.existsSync(at('tree')));
  await fs.promises.rm(at('keep')).catch(show);
  plant();
  fs.rm(at('tree'), { recursive: true }, (error) => console.log(error, fs.readdirSync(base)));
})();
