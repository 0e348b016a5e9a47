const fs = require('node:fs');
const path = require('node:path');
const { measure, measureAsync } = require('./measure.cjs');

const root = path.join(process.argv[2] ?? '/tmp', `bench-fs-${process.pid}`);
const deep = path.join(root, 'a/b/c/d');
fs.mkdirSync(deep, { recursive: true });
const file = path.join(deep, 'file.bin');
fs.writeFileSync(file, Buffer.alloc(4096, 'x'));
const data = Buffer.alloc(4096, 'y');
const many = path.join(root, 'many');
for (let i = 0; i < 40; i++) {
  const folder = path.join(many, `folder${i}`);
  fs.mkdirSync(folder, { recursive: true });
  for (let j = 0; j < 50; j++) fs.writeFileSync(path.join(folder, `file${j}.txt`), '');
}

measure('fs.statSync', 5000, () => fs.statSync(file));
measure('fs.readFileSync 4 KiB', 3000, () => fs.readFileSync(file));
measure('fs.writeFileSync 4 KiB', 3000, () => fs.writeFileSync(file, data));
measure('fs.readdirSync, 2,000 files, recursive', 10, () => fs.readdirSync(many, { recursive: true }));
measureAsync('fs.promises.readFile 4 KiB', 500, () => fs.promises.readFile(file)).then(() => {
  fs.rmSync(root, { recursive: true });
});
