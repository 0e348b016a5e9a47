const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

{
  using directory = fs.mkdtempDisposableSync(at('temporary-'));
  fs.writeFileSync(path.join(directory.path, 'file'), '');
  console.log(fs.existsSync(directory.path), directory.path.startsWith(base));
}
console.log(fs.readdirSync(base));
(async () => {
  {
    await using directory = await fs.promises.mkdtempDisposable(at('again-'));
    console.log(fs.existsSync(directory.path));
  }
  console.log(fs.readdirSync(base));
})();
