/** WebAssembly modules that lazy bindings load as files of the build: where their packages have them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** The package has its module inside a script only, as a data URL. */
function zstd(): Uint8Array<ArrayBuffer> {
  const script = readFileSync(join(dirname(resolve('@oneidentity/zstd-js')), '../wasm/index.js'), 'latin1');
  const found = /data:application\/octet-stream;base64,([\w+/=]+)/.exec(script);
  if (!found) throw new Error('@oneidentity/zstd-js has no WebAssembly module where it was');
  return new Uint8Array(Buffer.from(found[1]!, 'base64'));
}

const sources: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
  'brotli-decoder.wasm': () => new Uint8Array(readFileSync(resolve('brotli-dec-wasm/web/bg.wasm'))),
  'sqlite3.wasm': () => new Uint8Array(readFileSync(resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'))),
  'zstd.wasm': zstd,
};

export const wasmFiles: readonly string[] = Object.keys(sources);

export function wasmFile(name: string): Uint8Array<ArrayBuffer> {
  const source = sources[name];
  if (!source) throw new Error(`${name} is no file of the build`);
  return source();
}
