/** The kernel as WebAssembly, compiled when its sources have changed. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildKernel } from './build.ts';

const directory = fileURLToPath(new URL('../../.cache/kernel-for-tests', import.meta.url));

export async function compiledKernel(): Promise<WebAssembly.Module> {
  await buildKernel(directory);
  return WebAssembly.compile(await readFile(`${directory}/kernel.wasm`));
}
