/**
 * For the bundler: what script engines do not make quick enough from JavaScript is compiled by AssemblyScript and put, in
 * base64, into modules that are empty without the bundler.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main as compile } from 'assemblyscript/asc';
import { sha1Source, sha256Source, sha512Source } from './digest_sources.ts';

/** Files in AssemblyScript, one after the other. */
const assemblyFiles =
  (...names: string[]) =>
  () =>
    names.map((name) => readFileSync(new URL(`bindings/${name}.assembly`, import.meta.url), 'utf8')).join('\n');

/** Their sources, by the ends of their modules' names. */
const sources: Readonly<Record<string, () => string>> = {
  'node/bindings/crypto/sha1_wasm.ts': sha1Source,
  'node/bindings/crypto/sha256_wasm.ts': sha256Source,
  'node/bindings/crypto/sha512_wasm.ts': sha512Source,
  'node/bindings/zlib/inflate_wasm.ts': assemblyFiles('zlib/inflate_tables', 'zlib/inflate'),
};

async function compiled(source: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const [input, output] = [join(folder, 'module.ts'), join(folder, 'module.wasm')];
    writeFileSync(input, source);
    const options = ['--runtime', 'stub', '--optimizeLevel', '3', '--noAssert', '--initialMemory', '2'];
    const { error, stderr } = await compile([input, '--outFile', output, ...options, '--use', 'abort=']);
    if (error) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function assemblyWasm() {
  return {
    name: 'assembly-wasm',
    async load(id: string): Promise<{ code: string; moduleType: 'js' } | undefined> {
      const file = id.replaceAll('\\', '/');
      const name = Object.keys(sources).find((end) => file.endsWith(end));
      if (!name) return undefined;
      const bytes = (await compiled(sources[name]!())).toString('base64');
      return { code: `export const wasmBase64 = '${bytes}';`, moduleType: 'js' };
    },
  };
}
