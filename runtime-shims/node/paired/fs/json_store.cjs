const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const file = at('store.json');
function save(data) {
  fs.writeFileSync(`${file}.tmp`, JSON.stringify(data, null, 2));
  fs.renameSync(`${file}.tmp`, file);
}
const load = () => JSON.parse(fs.readFileSync(file, 'utf8'));
save({ users: [] });
for (let i = 0; i < 20; i++) {
  const data = load();
  data.users.push({ id: i, name: `user ${i}` });
  save(data);
}
console.log(load().users.length, fs.readdirSync(base), load().users.at(-1));
