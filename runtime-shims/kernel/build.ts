/** Compiles the kernel to WebAssembly: `node scripts/node26.mjs runtime-shims/kernel/build.ts [DIRECTORY]`. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** What the module is made of, as one text: this file counts, for it holds the compiler's options. */
function fingerprint(sources: Map<string, string>): string {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of [...sources.keys()].sort()) hash.update(name).update(sources.get(name) ?? '');
  return hash.digest('hex');
}

/**
 * Writes `kernel.wasm` into `outDirectory`, unless the one there is of the same sources. Several may run at once. Throws
 * with the compiler's messages.
 */
export async function buildKernel(outDirectory: string): Promise<void> {
  const sources = reachable('kernel.ts');
  const outFile = join(outDirectory, 'kernel.wasm');
  const stamp = join(outDirectory, 'kernel.sha256');
  const current = fingerprint(sources);
  if (existsSync(outFile) && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) return;
  mkdirSync(outDirectory, { recursive: true });
  mkdirSync(join(root, '.cache'), { recursive: true });
  const workshop = mkdtempSync(join(root, '.cache/kernel-'));
  try {
    for (const [name, text] of sources) {
      writeFileSync(join(workshop, name), text.replaceAll(/from '\.\/(\w+)\.ts'/g, "from './$1'"));
    }
    await compileKernel(workshop, join(workshop, 'kernel.wasm'));
    // Written beside its place and put there at once, so that nobody reads a half of it.
    copyFileSync(join(workshop, 'kernel.wasm'), `${outFile}.${process.pid}`);
    renameSync(`${outFile}.${process.pid}`, outFile);
    writeFileSync(stamp, current);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

async function compileKernel(sources: string, outFile: string): Promise<void> {
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
  assertNoDataSegments(readFileSync(outFile));
}

/** Each instantiation would write data segments anew over a living image: there must be none. */
function assertNoDataSegments(wasm: Uint8Array): void {
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
      throw new Error('kernel.wasm has data segments: a string or a static array is in the kernel');
    }
    at += size;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel(process.argv[2] ?? join(root, 'dist/kernel'));
