/** Why a native addon cannot be loaded, in words: native code has no place in a browser, and the message says what has. */
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { decodeUtf8 } from '../fs/file_names.ts';

/** What stands in for which package; the container has it, a test need not. */
const TABLE = '/usr/lib/wardian/native_addons.json';

/** How the packages of one platform's binary end, those of napi-rs and others. */
const PLATFORM = /-(?:android|darwin|freebsd|linux|openharmony|win32)-[a-z0-9]+(?:-[a-z]+)?$/;

interface Addon {
  replacedBy?: string;
  loads?: string;
  advice?: string;
}

function readJson<T>(kernel: SystemCalls, path: string): T | undefined {
  const content = kernel.readFile(path);
  if (typeof content === 'number') return undefined;
  try {
    return JSON.parse(decodeUtf8(content)) as T;
  } catch {
    return undefined;
  }
}

/** Name of the package that `filename` is a file of. */
function packageOf(kernel: SystemCalls, filename: string): string | undefined {
  for (let folder = filename; folder.includes('/'); ) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const name = readJson<{ name?: unknown }>(kernel, `${folder}/package.json`)?.name;
    if (typeof name === 'string') return name;
  }
  return undefined;
}

/** Bytes of an ELF file's header (elf(5)), and those that it begins with. */
const ELF_HEADER_BYTES = 64;
const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** What dlopen(3) says of what is no shared object at all. */
function dynamicLoaderError(kernel: SystemCalls, filename: string): string | undefined {
  const content = kernel.readFile(filename);
  if (typeof content === 'number') return 'cannot open shared object file: No such file or directory';
  if (content.length < ELF_HEADER_BYTES) return 'file too short';
  return ELF_MAGIC.every((byte, i) => content[i] === byte) ? undefined : 'invalid ELF header';
}

export function nativeAddonRefusal(kernel: SystemCalls, filename: string): string {
  const error = dynamicLoaderError(kernel, filename);
  if (error !== undefined) return error;
  const name = packageOf(kernel, filename);
  const refusal = `${name === undefined ? 'this' : `the package '${name}'`} is a native addon, which a browser cannot load`;
  if (name === undefined) return `${refusal}: look for a build of it for WebAssembly`;
  const table = readJson<Record<string, Addon>>(kernel, TABLE);
  const addon = table?.[name] ?? table?.[name.replace(PLATFORM, '')];
  if (addon?.advice) return `${refusal}: ${addon.advice}`;
  const build = addon?.replacedBy ?? addon?.loads;
  if (build) return `${refusal}: npm installs ${build} in its place`;
  if (!PLATFORM.test(name)) return `${refusal}: look for a build of it for WebAssembly`;
  return `${refusal}: its build for WebAssembly would be ${name.replace(PLATFORM, '-wasm32-wasi')}`;
}
