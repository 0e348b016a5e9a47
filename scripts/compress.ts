/** Brotli copies beside the files of a folder, for a server that sends them as they are. */
import { globSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** Below this size in bytes a compressed copy saves no packet. */
const smallestWorthwhile = 1024;
/** Large files take quality 9: 11 costs ten times the time for 3 % of the size. */
const largeFile = 400_000;

/** Writes `X.br` beside each text or WebAssembly file `X` whose copy is missing or older. */
export function compressFolder(folder: string): void {
  for (const name of globSync('**/*.{html,js,mjs,css,json,wasm,svg,tar,ttf,map}', { cwd: folder })) {
    const file = join(folder, name);
    const { size, mtimeMs } = statSync(file);
    if (size < smallestWorthwhile || name.endsWith('.map')) {
      // The compressed copy's existence is what marks the step as done, so index pages always get one.
      if (!name.endsWith('index.html')) continue;
    }
    const copy = statSync(`${file}.br`, { throwIfNoEntry: false });
    if (copy && copy.mtimeMs >= mtimeMs) continue;
    const bytes = readFileSync(file);
    if (copy && brotliDecompressSync(readFileSync(`${file}.br`)).equals(bytes)) {
      // Written again with the same content: comparing costs a hundredth of compressing.
      const now = new Date();
      utimesSync(`${file}.br`, now, now);
      continue;
    }
    const quality = size > largeFile ? 9 : 11;
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: size },
      }),
    );
  }
}
