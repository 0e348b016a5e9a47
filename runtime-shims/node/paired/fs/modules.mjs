import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const base = mkdtempSync(join(tmpdir(), 'paired-'));
await writeFile(join(base, 'file'), 'from a module');
console.log(await readFile(join(base, 'file'), 'utf8'), (await stat(join(base, 'file'))).size);
writeFileSync(join(base, 'data.mjs'), 'export default 42;');
console.log((await import(join(base, 'data.mjs'))).default, existsSync(import.meta.filename));
console.log(
  readFileSync(new URL(import.meta.url)).length > 100,
  readFileSync(import.meta.filename, 'utf8').startsWith('import'),
);
rmSync(base, { recursive: true });
console.log(existsSync(base));
