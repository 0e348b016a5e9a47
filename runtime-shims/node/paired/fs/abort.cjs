const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

fs.writeFileSync(at('file'), 'x'.repeat(1000000));
const controller = new AbortController();
fs.readFile(at('file'), { signal: controller.signal }, (error, data) => console.log(error?.name, error?.code, data));
controller.abort();
const other = new AbortController();
fs.promises.writeFile(at('out'), 'y', { signal: other.signal }).then(
  () => console.log('written'),
  (error) => console.log(error.name),
);
other.abort();
const third = new AbortController();
fs.stat(at('file'), { signal: third.signal }, (error) => console.log('stat', error?.name));
third.abort();
