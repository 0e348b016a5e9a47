const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const name = Buffer.concat([Buffer.from(`${base}/`), Buffer.from([0x66, 0xff, 0x6f])]);
fs.writeFileSync(name, 'bytes');
console.log(fs.readFileSync(name, 'utf8'), fs.readdirSync(base), fs.readdirSync(base, 'buffer'));
console.log(fs.statSync(name).size, fs.existsSync(name), fs.readdirSync(Buffer.from(base), 'latin1'));
fs.mkdirSync(Buffer.concat([Buffer.from(`${base}/`), Buffer.from([0xfe])]));
fs.writeFileSync(Buffer.concat([Buffer.from(`${base}/`), Buffer.from([0xfe, 0x2f, 0xfd])]), '');
console.log(fs.readdirSync(Buffer.from(base), { recursive: true, encoding: 'buffer' }));
fs.renameSync(name, at('plain'));
const { pathToFileURL } = require('node:url');
console.log(fs.readFileSync(pathToFileURL(at('plain')), 'utf8'));
fs.rmSync(base, { recursive: true });
console.log(fs.existsSync(base));
