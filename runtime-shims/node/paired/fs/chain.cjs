const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

fs.writeFileSync(at('file'), '0');
let turns = 0;
(function again() {
  fs.readFile(at('file'), 'utf8', (error, text) => {
    if (error) throw error;
    if (++turns === 200) return console.log(text);
    fs.writeFile(at('file'), String(Number(text) + 1), again);
  });
})();
process.on('exit', (code) => console.log('exit', code, turns));
