/** readdir, readdirRecursive, mkdir with its recursive form, mkdtemp. */
import type { Path } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { byteStringToBytes, encodeUtf8 } from '../../string_bytes.ts';
import { uvException } from '../../uv_exception.ts';
import { UV_EACCES, UV_ENOENT, UV_ENOTDIR, UV_EPERM } from '../../uv_numbers.ts';
import {
  type DirectoryListing,
  scanDirectory,
  typeOf,
  UV_DIRENT_DIR,
  UV_DIRENT_LINK,
  UV_DIRENT_UNKNOWN,
} from './directory_listing.ts';
import { byteStringOfPath, fileNamesOf, pathOfByteString } from './file_names.ts';
import { fileSystemRequestsOf } from './requests.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const UV_EEXIST = -17;
const UV_ENOSPC = -28;

/** mkdtemp(3): the characters that replace XXXXXX, and how often a taken name is tried anew. */
const TEMPORARY_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const TEMPORARY_LENGTH = 6;
const TEMPORARY_ATTEMPTS = 100;
const TEMPORARY_MODE = 0o700;

/** The browser's own: later the global one is Node's, made of natives. */
const { crypto: hostCrypto } = globalThis;

/** A directory within a recursive listing: its path below the root, '' for the root itself. */
interface Scanned {
  relative: string;
  listing: DirectoryListing;
}

export function directoriesBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const requests = fileSystemRequestsOf(environment);
  const fileNames = fileNamesOf(environment);
  const stats = new Float64Array(STAT_FIELDS);

  const isDirectory = (path: Path): boolean =>
    kernel.stat(path, stats, 0) === 0 && (stats[STAT_MODE]! & S_IFMT) === S_IFDIR;

  function encodeNames(names: string[], ascii: boolean, encoding: unknown): unknown[] {
    if (ascii && fileNames.isUtf8(encoding)) return names;
    return names.map((name) => fileNames.encodeByteString(name, encoding));
  }

  function readdir(path: Path, encoding: unknown, withTypes: unknown, request?: unknown): unknown {
    const listing = scanDirectory(kernel, path);
    if (typeof listing === 'number') {
      if (request === undefined) throw uvException(listing, 'scandir', path);
      return requests.settle(request, listing, undefined, 'scandir', path);
    }
    const names = encodeNames(listing.names, listing.ascii, encoding);
    const result = withTypes === true ? [names, listing.names.map((name) => typeOf(listing, name))] : names;
    return request === undefined ? result : requests.settleWith(request, null, result);
  }

  /** Breadth first, each directory's entries in order; symbolic links to directories are followed (RecursiveReadDir). */
  function scanTree(root: Path): Scanned[] | { errno: number; path: Path } {
    let rootText = typeof root === 'string' ? root : byteStringOfPath(root);
    let rootBytes = typeof root !== 'string';
    const tree: Scanned[] = [];
    const waiting = [''];
    let allAscii = true;

    const pathBelow = (relative: string): Path => {
      if (relative === '') return root;
      if (!allAscii && !rootBytes) {
        rootText = byteStringOfPath(root);
        rootBytes = true;
      }
      const path = rootText === '' || rootText.endsWith('/') ? rootText + relative : `${rootText}/${relative}`;
      return pathOfByteString(path, !rootBytes);
    };

    for (let next = 0; next < waiting.length; next++) {
      const relative = waiting[next]!;
      const path = pathBelow(relative);
      const listing = scanDirectory(kernel, path);
      if (typeof listing === 'number') return { errno: listing, path };
      if (!listing.ascii) allAscii = false;
      tree.push({ relative, listing });
      if (listing.special === null) continue;
      for (const name of listing.names) {
        const type = listing.special.get(name);
        if (type === undefined) continue;
        const child = relative === '' ? name : `${relative}/${name}`;
        if (
          type === UV_DIRENT_DIR ||
          ((type === UV_DIRENT_LINK || type === UV_DIRENT_UNKNOWN) && isDirectory(pathBelow(child)))
        ) {
          waiting.push(child);
        }
      }
    }
    return tree;
  }

  function marshalPaths(tree: readonly Scanned[], encoding: unknown): unknown[] {
    const paths: string[] = [];
    let ascii = true;
    for (const { relative, listing } of tree) {
      if (!listing.ascii) ascii = false;
      if (relative === '') for (const name of listing.names) paths.push(name);
      else for (const name of listing.names) paths.push(`${relative}/${name}`);
    }
    return encodeNames(paths, ascii, encoding);
  }

  /** `[names, types, counts, dirs]`, see getRecursiveDirents in lib/internal/fs/utils.js. */
  function marshalEntries(tree: readonly Scanned[], encoding: unknown): unknown[] {
    const names: string[] = [];
    const types: number[] = [];
    let ascii = true;
    for (const { listing } of tree) {
      if (!listing.ascii) ascii = false;
      for (const name of listing.names) {
        names.push(name);
        types.push(typeOf(listing, name));
      }
    }
    return [
      encodeNames(names, ascii, encoding),
      Uint8Array.from(types),
      Uint32Array.from(tree, ({ listing }) => listing.names.length),
      encodeNames(
        tree.map(({ relative }) => relative),
        ascii,
        encoding,
      ),
    ];
  }

  function readdirRecursive(path: Path, encoding: unknown, withTypes: unknown, request?: unknown): unknown {
    const tree = scanTree(path);
    if (!Array.isArray(tree)) {
      const error = uvException(tree.errno, 'scandir', tree.path);
      if (request === undefined) throw error;
      return requests.settleWith(request, error, undefined);
    }
    const result = withTypes === true ? marshalEntries(tree, encoding) : marshalPaths(tree, encoding);
    return request === undefined ? result : requests.settleWith(request, null, result);
  }

  /**
   * mkdir -p. Byte strings of the directories to make are on a stack, the deepest at its bottom (MKDirpSync). The first
   * one made is returned, or '' when there was nothing to make.
   */
  function makeDirectories(path: Path, mode: number): { errno: number; first: string } {
    const stack = [byteStringOfPath(path)];
    let first = '';
    while (stack.length > 0) {
      const next = stack.pop()!;
      const bytes = byteStringToBytes(next);
      const result = kernel.mkdir(bytes, mode);
      if (result === 0) {
        if (first === '') first = next;
        continue;
      }
      if (result === UV_ENOENT) {
        const slash = next.lastIndexOf('/');
        const parent = slash < 0 ? next : next.slice(0, slash);
        if (parent !== next) stack.push(next, parent);
        else if (stack.length === 0) return { errno: isDirectory(bytes) ? 0 : kernel.stat(bytes, stats, 0), first };
        continue;
      }
      if (result === UV_EACCES || result === UV_ENOSPC || result === UV_ENOTDIR || result === UV_EPERM) {
        return { errno: result, first };
      }
      const found = kernel.stat(bytes, stats, 0);
      if (found < 0) return { errno: found, first };
      if ((stats[STAT_MODE]! & S_IFMT) !== S_IFDIR) {
        return { errno: result === UV_EEXIST && stack.length > 0 ? UV_ENOTDIR : UV_EEXIST, first };
      }
    }
    return { errno: 0, first };
  }

  function mkdir(path: Path, mode: number, recursive: unknown, request?: unknown): unknown {
    if (recursive !== true) {
      const result = kernel.mkdir(path, mode);
      if (request === undefined) return requests.check(result, 'mkdir', path);
      return requests.settle(request, result, undefined, 'mkdir', path);
    }
    const { errno, first } = makeDirectories(path, mode);
    const made = first === '' ? undefined : fileNames.encodeByteString(first, 'utf8');
    if (request !== undefined) return requests.settle(request, errno, made, 'mkdir', path);
    if (errno < 0) throw uvException(errno, 'mkdir', path);
    return made;
  }

  function temporarySuffix(): string {
    const random = hostCrypto.getRandomValues(new Uint8Array(TEMPORARY_LENGTH));
    return Array.from(random, (byte) => TEMPORARY_LETTERS[byte % TEMPORARY_LETTERS.length]).join('');
  }

  function mkdtemp(prefix: Path, encoding: unknown, request?: unknown): unknown {
    const withSuffix = (suffix: string): Uint8Array => {
      const start = typeof prefix === 'string' ? encodeUtf8(prefix) : prefix;
      const path = new Uint8Array(start.length + suffix.length);
      path.set(start);
      path.set(encodeUtf8(suffix), start.length);
      return path;
    };
    let path = withSuffix(temporarySuffix());
    let result = kernel.mkdir(path, TEMPORARY_MODE);
    for (let i = 1; result === UV_EEXIST && i < TEMPORARY_ATTEMPTS; i++) {
      path = withSuffix(temporarySuffix());
      result = kernel.mkdir(path, TEMPORARY_MODE);
    }
    const made = result < 0 ? undefined : fileNames.encode(path, encoding);
    // mkdtemp(3) writes into its template: the async error shows the last attempt, the sync one the copy made before.
    if (request !== undefined) return requests.settle(request, result, made, 'mkdtemp', path);
    if (result < 0) throw uvException(result, 'mkdtemp', withSuffix('X'.repeat(TEMPORARY_LENGTH)));
    return made;
  }

  return { readdir, readdirRecursive, mkdir, mkdtemp };
}
