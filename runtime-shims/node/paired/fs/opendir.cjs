const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

for (let i = 0; i < 70; i++) fs.writeFileSync(at(`file-${i}`), '');
fs.mkdirSync(at('sub/inner'), { recursive: true });
fs.writeFileSync(at('sub/inner/leaf'), '');
const sorted = (entries) => entries.map(({ name }) => name).sort();
const dir = fs.opendirSync(base);
const names = [];
for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry);
console.log(names.length, sorted(names).slice(0, 3), dir.path === base);
dir.closeSync();
try {
  dir.readSync();
} catch (error) {
  console.log(error.code);
}
(async () => {
  const found = [];
  for await (const entry of await fs.promises.opendir(base, { recursive: true, bufferSize: 7 })) found.push(entry);
  console.log(found.length, sorted(found).at(-1), found.filter((entry) => entry.isDirectory()).length);
  const handle = await fs.promises.opendir(base);
  const [first, second] = await Promise.all([handle.read(), handle.read()]);
  console.log(first.name !== second.name);
  await handle.close();
  fs.opendir(base, { encoding: 'buffer' }, (error, opened) => {
    opened.read((problem, entry) => {
      console.log(error, problem, Buffer.isBuffer(entry.name));
      opened.close((closing) => console.log(closing));
    });
  });
})();
