const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

console.log(fs.mkdirSync(at('a/b/c'), { recursive: true }) === at('a'), fs.mkdirSync(at('a/b/c'), { recursive: true }));
for (const name of ['z', 'é', 'B', 'a1', '😀', '\ue000', 'ab', 'a', '10', '9'])
  fs.writeFileSync(at('a', `${name}.txt`), '');
fs.symlinkSync('b', at('a', 'link'));
fs.symlinkSync('nowhere', at('a', 'broken'));
console.log(fs.readdirSync(at('a')));
console.log(fs.readdirSync(at('a'), 'buffer').map((name) => name.toString('hex')));
console.log(fs.readdirSync(at('a'), 'latin1'), fs.readdirSync(at('a'), 'hex')[0]);
for (const entry of fs.readdirSync(at('a'), { withFileTypes: true })) {
  console.log(entry.name, entry.isFile(), entry.isDirectory(), entry.isSymbolicLink(), entry.parentPath === at('a'));
}
fs.writeFileSync(at('a/b/c/deep'), '');
console.log(fs.readdirSync(base, { recursive: true }));
console.log(
  fs
    .readdirSync(base, { recursive: true, withFileTypes: true })
    .map((entry) => `${entry.parentPath.slice(base.length)}:${entry.name}`),
);
console.log(fs.readdirSync(base, { recursive: true, encoding: 'buffer' }).map(String));
fs.readdir(at('a'), { recursive: true }, (error, names) => {
  console.log(error, names.length);
  fs.promises
    .readdir(base, { recursive: true, withFileTypes: true })
    .then((entries) => console.log(entries.length, entries.at(-1).name));
});
