/** Compiles the kernel to WebAssembly: `node scripts/node26.mjs runtime-shims/kernel/build.ts [DIRECTORY]`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
/** Pages of 64 KiB at the start and at the most: 8 MiB, and all that 32-bit addresses reach. */
const initialPages = 128;
const maximumPages = 65_536;

/** The sources that belong to the module: whatever the entry reaches. */
function reachable(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    const file = name === 'primitives.ts' ? 'primitives.assembly' : name;
    const text = readFileSync(join(here, file), 'utf8');
    found.set(name, text);
    for (const [, imported] of text.matchAll(/from '\.\/(\w+\.ts)'/g)) visit(imported ?? '');
  };
  visit(entry);
  return found;
}

/** Writes `kernel.wasm` into `outDirectory`. Throws with the compiler's messages. */
export async function buildKernel(outDirectory: string): Promise<void> {
  const sources = join(root, '.cache/kernel');
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  mkdirSync(outDirectory, { recursive: true });
  for (const [name, text] of reachable('kernel.ts')) {
    writeFileSync(join(sources, name), text.replaceAll(/from '\.\/(\w+)\.ts'/g, "from './$1'"));
  }
  const outFile = join(outDirectory, 'kernel.wasm');
  const { error, stderr } = await compile([
    join(sources, 'kernel.ts'),
    '--outFile',
    outFile,
    '--runtime',
    'stub',
    '--optimizeLevel',
    '3',
    '--noAssert',
    '--importMemory',
    '--sharedMemory',
    '--initialMemory',
    String(initialPages),
    '--maximumMemory',
    String(maximumPages),
    '--enable',
    'threads',
    '--enable',
    'bulk-memory',
    '--use',
    'abort=',
  ]);
  if (error) throw new Error(`the kernel does not compile: ${error.message}\n${stderr.toString()}`);
  assertNoDataSegments(readFileSync(outFile), readdirSync(sources).length);
}

/** Each instantiation would write data segments anew over a living image: there must be none. */
function assertNoDataSegments(wasm: Uint8Array, sourceCount: number): void {
  const dataSection = 11;
  let at = 8;
  while (at < wasm.length) {
    const id = wasm[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (id === dataSection && size > 1) {
      throw new Error(`kernel.wasm (${sourceCount} sources) has data segments: a string or a static array is in the kernel`);
    }
    at += size;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel(process.argv[2] ?? join(root, 'dist/kernel'));
