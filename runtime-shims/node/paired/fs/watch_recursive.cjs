const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

fs.mkdirSync(at('a/b'), { recursive: true });
const seen = new Set();
const watcher = fs.watch(base, { recursive: true }, (_event, name) => seen.add(name));
setTimeout(() => fs.writeFileSync(at('a/b/file'), 'x'), 150);
setTimeout(() => {
  console.log(seen.has(path.join('a', 'b', 'file')));
  watcher.close();
}, 500);
