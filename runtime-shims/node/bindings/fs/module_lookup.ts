/** What the module loaders ask of the file system without making errors or Stats. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const O_RDONLY = 0;

/** EXTENSIONLESS_FORMAT_* (src/node_file.h) and the first four bytes of every WebAssembly module. */
const FORMAT_JAVASCRIPT = 0;
const FORMAT_WASM = 1;
const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** What is tried after `main`, then after `index`; the answer is the place in this list (legacyMainResolve). */
const AFTER_MAIN = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const AFTER_INDEX = ['.js', '.json', '.node'];

export function moduleLookupBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const stats = new Float64Array(STAT_FIELDS);

  /** 0: a file, 1: a directory, negative: an error. */
  function internalModuleStat(path: string): number {
    const result = kernel.stat(path, stats, 0);
    if (result < 0) return result;
    return (stats[STAT_MODE]! & S_IFMT) === S_IFDIR ? 1 : 0;
  }

  function getFormatOfExtensionlessFile(path: string): number {
    const fd = kernel.open(path, O_RDONLY, 0);
    if (fd < 0) return FORMAT_JAVASCRIPT;
    const start = new Uint8Array(WASM_MAGIC.length);
    kernel.read(fd, start, 0);
    kernel.close(fd);
    return WASM_MAGIC.every((byte, i) => start[i] === byte) ? FORMAT_WASM : FORMAT_JAVASCRIPT;
  }

  function legacyMainResolve(packagePath: string, main: unknown, base: unknown): number {
    const { resolve } = environment.requireBuiltin('path') as { resolve(...parts: string[]): string };
    let wanted = '';
    if (typeof main === 'string') {
      wanted = resolve(packagePath, main);
      const found = AFTER_MAIN.findIndex((suffix) => internalModuleStat(wanted + suffix) === 0);
      if (found >= 0) return found;
    }
    const index = resolve(packagePath, './index');
    const found = AFTER_INDEX.findIndex((suffix) => internalModuleStat(index + suffix) === 0);
    if (found >= 0) return AFTER_MAIN.length + found;

    if (typeof base !== 'string') {
      const message = 'The "base" argument must be of type string or an instance of URL.';
      throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
    }
    const { fileURLToPath } = environment.requireBuiltin('internal/url') as { fileURLToPath(url: string): string };
    const message = `Cannot find package '${wanted === '' ? `${index}.js` : wanted}' imported from ${fileURLToPath(base)}`;
    throw nativeError(Error, 'ERR_MODULE_NOT_FOUND', message);
  }

  return { internalModuleStat, getFormatOfExtensionlessFile, legacyMainResolve };
}
