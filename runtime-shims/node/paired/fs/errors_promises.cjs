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

const { promises } = fs;
const steps = {
  open: () => promises.open(at('gone')),
  readFile: () => promises.readFile(at('gone')),
  writeFile: () => promises.writeFile(at('gone', 'x'), 'text'),
  stat: () => promises.stat(at('gone')),
  access: () => promises.access(at('gone')),
  mkdir: () => promises.mkdir(base),
  unlink: () => promises.unlink(at('gone')),
  rename: () => promises.rename(at('gone'), at('new')),
  link: () => promises.link(at('gone'), at('new')),
  readlink: () => promises.readlink(base),
  realpath: () => promises.realpath(at('gone')),
  readdir: () => promises.readdir(at('gone')),
  copyFile: () => promises.copyFile(at('gone'), at('new')),
  utimes: () => promises.utimes(at('gone'), 1, 1),
  rm: () => promises.rm(at('gone')),
  cp: () => promises.cp(at('gone'), at('new')),
};
(async () => {
  for (const [name, run] of Object.entries(steps)) {
    process.stdout.write(`${name}: `);
    await run().then((value) => console.log('gave', value), show);
  }
})();
