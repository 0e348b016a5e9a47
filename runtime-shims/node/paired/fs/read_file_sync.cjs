// fs.readFileSync in its forms, small and large, and with a program's own steps in the place of fs.openSync and others.
const fs = require('node:fs');
const path = require('node:path');
const os = require('node:os');
const { createHash } = require('node:crypto');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read-'));
const at = (name) => path.join(folder, name);
const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) & 0xff));
const files = { empty: 0, one: 1, page: 4096, transfer: 114_000, large: 300_000 };
for (const [name, length] of Object.entries(files)) fs.writeFileSync(at(name), bytes.subarray(0, length));
fs.writeFileSync(at('text'), '\ufeffgrüße 🌿\n');
fs.symlinkSync('text', at('link'));
fs.symlinkSync('nowhere', at('dangling'));

const show = (label, read) => {
  try {
    const content = read();
    const isBuffer = Buffer.isBuffer(content);
    const hash = createHash('sha1').update(content).digest('hex').slice(0, 8);
    console.log(label, isBuffer ? 'Buffer' : typeof content, content.length, hash);
  } catch ({ code, errno, syscall, path: file, message }) {
    const name = typeof file === 'string' ? file.replace(folder, '') : typeof file;
    console.log(label, code, errno, syscall, name, message.replace(folder, ''));
  }
};

for (const name of [...Object.keys(files), 'text', 'link', 'dangling', 'missing', '.', 'text/below']) {
  show(name, () => fs.readFileSync(at(name)));
  show(`${name} as Buffer path`, () => fs.readFileSync(Buffer.from(at(name))));
  for (const encoding of ['utf8', 'latin1', 'hex', 'base64', 'utf16le', 'buffer']) {
    show(`${name} ${encoding}`, () => fs.readFileSync(at(name), encoding));
  }
  show(`${name} a+`, () => fs.readFileSync(at(name), { flag: 'a+' }));
  if (name === 'missing') fs.rmSync(at(name));
}
show('device', () => fs.readFileSync('/dev/null'));
show('nul in the path', () => fs.readFileSync(`${folder}/a\0b`));
show('no path', () => fs.readFileSync({}));
show('wrong encoding', () => fs.readFileSync(at('one'), 'none'));
const fd = fs.openSync(at('page'));
fs.readSync(fd, Buffer.alloc(96));
show('descriptor', () => fs.readFileSync(fd));
fs.closeSync(fd);

const [first, second] = [fs.readFileSync(at('page')), fs.readFileSync(at('page'))];
first.fill(0);
console.log('apart', second.equals(bytes.subarray(0, 4096)));

for (const name of ['openSync', 'readSync', 'closeSync']) {
  const own = fs[name];
  let calls = 0;
  fs[name] = (...parameters) => {
    calls += 1;
    return own(...parameters);
  };
  show(name, () => fs.readFileSync(at('page')));
  fs[name] = own;
  console.log(name, calls);
}
fs.rmSync(folder, { recursive: true });
