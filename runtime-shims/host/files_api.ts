/** `WebContainer.fs` on the wire: `fs.promises`' names and errors, with paths as the caller gave them. */
import { decode, encode } from './encodings.ts';
import type { Files } from './files.ts';
import type { TerminalContext } from './terminal.ts';
import { Watcher } from './watcher.ts';
import { Proxied, type RemoteFunction, type Served, Transfer } from './wire.ts';

type EncodingOption = string | { encoding?: string | null } | null | undefined;

/** The client's names for entries, and the numbers by which its DirEnt tells files from directories. */
const ENTRY_TYPE_KEY = 'Symbol(type)';
const ENTRY_FILE = 1;
const ENTRY_DIRECTORY = 2;
const ENTRY_LINK = 3;
const DT_DIR = 4;
const DT_LNK = 10;

function encodingOf(option: EncodingOption): string | null {
  return (typeof option === 'string' ? option : option?.encoding) ?? null;
}

function checkPath(path: unknown): asserts path is string {
  if (typeof path === 'string' && !path.includes('\0')) return;
  const [reason, code] =
    typeof path === 'string'
      ? ['must be a string without null bytes', 'ERR_INVALID_ARG_VALUE']
      : ['must be of type string', 'ERR_INVALID_ARG_TYPE'];
  throw Object.assign(new TypeError(`The "path" argument ${reason}. Received ${JSON.stringify(path)}`), { code });
}

export function filesApi({ kernel, reactor }: TerminalContext, files: Files): Served {
  const resolve = (path: unknown): string => {
    checkPath(path);
    return files.resolve(path);
  };
  return {
    readFile(path: string, options?: EncodingOption) {
      const content = files.readFile(resolve(path), path);
      const encoding = encodingOf(options);
      return encoding === null ? new Transfer(content, [content.buffer]) : decode(content, encoding);
    },
    writeFile(path: string, data: string | Uint8Array, options?: EncodingOption) {
      const content = typeof data === 'string' ? encode(data, encodingOf(options) ?? 'utf8') : data;
      files.writeFile(resolve(path), content, 0o666, path);
    },
    readdir(path: string, options?: 'buffer' | { encoding?: string | null; withFileTypes?: boolean } | string | null) {
      const entries = files.readdir(resolve(path), path);
      const encoding = encodingOf(options) ?? 'utf8';
      const named = (name: string) =>
        encoding === 'buffer'
          ? encode(name, 'utf8')
          : /^utf-?8$/i.test(encoding)
            ? name
            : decode(encode(name, 'utf8'), encoding);
      if (typeof options !== 'object' || !options?.withFileTypes) return entries.map(({ name }) => named(name));
      return entries.map(({ name, type }) => ({
        name: named(name),
        [ENTRY_TYPE_KEY]: type === DT_DIR ? ENTRY_DIRECTORY : type === DT_LNK ? ENTRY_LINK : ENTRY_FILE,
      }));
    },
    mkdir(path: string, options?: { recursive?: boolean }) {
      if (options?.recursive) return files.mkdirRecursive(resolve(path), path);
      files.mkdir(resolve(path), path);
      return undefined;
    },
    rm: (path: string, options?: { recursive?: boolean; force?: boolean }) =>
      files.remove(resolve(path), options ?? {}, path),
    rename: (from: string, to: string) => files.rename(resolve(from), resolve(to), from, to),
    watch(
      path: string,
      options: { recursive?: boolean; encoding?: string | null } | string | null,
      listener?: RemoteFunction,
    ) {
      const encoding = encodingOf(options);
      const recursive = typeof options === 'object' && options?.recursive === true;
      const watcher = new Watcher(kernel, reactor, files, resolve(path), { recursive, shown: path }, (event, name) => {
        void listener?.(event, String(encoding) === 'buffer' ? encode(name, 'utf8') : name);
      });
      return new Proxied({
        close() {
          watcher.close();
          listener?.release();
        },
      });
    },
  };
}
