// A WebAssembly file in the source phase is compiled and not run; what has no source object is refused.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const file = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'phase-')), 'made.wasm'));
// A module that imports what nobody has, `(module (import "nowhere" "f" (func)))`.
const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 13, 1, 7, ...Buffer.from('nowhere'), 1, 102, 0, 0];
writeFileSync(file, Buffer.from(bytes));
const module = await import.source(file);
console.log(module instanceof WebAssembly.Module, WebAssembly.Module.imports(module));
console.log((await import.source(file)) === module);
await import.source('./evaluated_imports.cjs').catch(({ name, code }) => console.log(name, code));
await import(file).catch(({ code }) => console.log(code));
