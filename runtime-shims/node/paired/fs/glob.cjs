const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

for (const name of ['a.js', 'b.ts', 'sub/c.js', 'sub/deep/d.js', 'sub/deep/e.txt']) {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), '');
}
console.log(fs.globSync('**/*.js', { cwd: base }).sort());
console.log(fs.globSync('sub/*', { cwd: base }).sort());
(async () => {
  const found = [];
  for await (const name of fs.promises.glob('**/*.{txt,ts}', { cwd: base })) found.push(name);
  console.log(found.sort());
})();
