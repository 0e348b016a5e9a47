const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const fd = fs.openSync(at('file'), 'w+');
console.log(
  fs.writeSync(fd, 'hello world'),
  fs.writeSync(fd, Buffer.from('HELLO'), 0, 5, 0),
  fs.writeSync(fd, 'é€😀', 11, 'utf8'),
);
console.log(
  fs.writeSync(fd, '6162', 0, 'hex'),
  fs.writeSync(fd, 'ÿ', 2, 'latin1'),
  fs.writeSync(fd, 'Zm9v', 4, 'base64'),
);
const buffer = Buffer.alloc(40);
console.log(fs.readSync(fd, buffer, 0, 40, 0), buffer);
console.log(
  fs.readSync(fd, buffer),
  fs.readSync(fd, buffer, { position: 3, length: 4 }),
  buffer.subarray(0, 4).toString('latin1'),
);
console.log(fs.writevSync(fd, [Buffer.from('one'), Buffer.from(''), Buffer.from('three')], 0));
const parts = [Buffer.alloc(2), Buffer.alloc(0), Buffer.alloc(5)];
console.log(fs.readvSync(fd, parts, 1), parts.map(String));
fs.ftruncateSync(fd, 3);
console.log(fs.fstatSync(fd).size, fs.readFileSync(fd, 'utf8').length);
fs.ftruncateSync(fd, 6);
console.log(fs.readFileSync(at('file')));
console.log(
  fs.readSync(fd, new Uint16Array(2), 0, 4, 0),
  fs.readSync(fd, new DataView(new ArrayBuffer(8), 2, 3), 0, 3, 0n),
);
fs.fsyncSync(fd);
fs.fdatasyncSync(fd);
fs.closeSync(fd);
const append = fs.openSync(at('file'), 'a+');
console.log(fs.writeSync(append, 'tail', 0), fs.readFileSync(at('file'), 'latin1').length);
fs.closeSync(append);
