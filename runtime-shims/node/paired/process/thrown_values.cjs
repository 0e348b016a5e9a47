// Values that are no errors, thrown where nobody catches them: the report shows them and their place.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'thrown-'));
const file = path.join(folder, 'program.cjs');
for (const thrown of [
  '"text"',
  '1',
  'null',
  'undefined',
  '1n',
  'Symbol("s")',
  '{ a: 1 }',
  '[1, "2"]',
  'new Map([[1, 2]])',
  '() => 1',
]) {
  const program = `function inner() {\n  throw ${thrown};\n}\ninner();`;
  fs.writeFileSync(file, program);
  const { stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  console.log(status, stderr.replaceAll(folder, ''));
}
fs.rmSync(folder, { recursive: true });
const caught = 'process.on("uncaughtException", (value, origin) => console.log(value, origin)); throw "told"';
const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', caught], { encoding: 'utf8' });
console.log(stdout, stderr, status);
