const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));
const short = (text) => String(text).replaceAll(base, '');

fs.mkdirSync(at('tree/sub'), { recursive: true });
fs.writeFileSync(at('tree/one'), '1');
fs.writeFileSync(at('tree/sub/two'), '2');
fs.symlinkSync('one', at('tree/link'));
const list = (name) => fs.readdirSync(at(name), { recursive: true });
(async () => {
  const { cp } = fs.promises;
  await cp(at('tree'), at('copy'), { recursive: true });
  console.log(list('copy'), short(fs.readlinkSync(at('copy/link'))));
  await cp(at('tree'), at('copy'), { recursive: true });
  await cp(at('tree'), at('filtered'), { recursive: true, filter: async (source) => !source.endsWith('two') });
  console.log(list('filtered'));
  for (const options of [{}, { recursive: true, force: false, errorOnExist: true }]) {
    await cp(at('tree'), at('copy'), options).catch((error) => console.log(error.code, short(error.message)));
  }
  await cp(at('tree'), at('tree/sub/x'), { recursive: true }).catch((error) =>
    console.log(error.code, short(error.message)),
  );
  fs.cp(at('tree/one'), at('single'), (error) => console.log(error, fs.readFileSync(at('single'), 'utf8')));
})();
