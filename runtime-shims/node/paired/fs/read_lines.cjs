const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const readline = require('node:readline');
fs.writeFileSync(at('log'), Array.from({ length: 3000 }, (_, i) => `GET /page/${i % 7} ${i}`).join('\r\n'));
const counts = new Map();
const lines = readline.createInterface({ input: fs.createReadStream(at('log')), crlfDelay: Number.POSITIVE_INFINITY });
lines.on('line', (line) => {
  const page = line.split(' ')[1];
  counts.set(page, (counts.get(page) ?? 0) + 1);
});
lines.on('close', () => console.log([...counts].sort()));
