const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

fs.writeFileSync(at('file'), 'one');
let changes = 0;
fs.watchFile(at('file'), { interval: 25 }, (current, previous) => {
  console.log(changes, current.size, previous.size);
  if (changes++ === 0) fs.unlinkSync(at('file'));
  else fs.unwatchFile(at('file'));
});
setTimeout(() => fs.writeFileSync(at('file'), 'longer'), 120);
