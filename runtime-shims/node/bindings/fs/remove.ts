/** rmSync: a file, or a tree, removed in one native call (RmSync over std::filesystem in src/node_file.cc). */
import type { Path, SystemCalls } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { errnoException, pathText } from '../../uv_exception.ts';
import { UV_EACCES, UV_ENOENT, UV_ENOTDIR, UV_EPERM } from '../../uv_numbers.ts';
import { readDirectory, typeOf, UV_DIRENT_DIR } from './directory_listing.ts';
import { byteStringOfPath, pathOfByteString } from './file_names.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const UV_EBUSY = -16;
const UV_ENFILE = -23;
const UV_EMFILE = -24;
const UV_ENOTEMPTY = -39;
/** UV_UNKNOWN, which Node passes on as the errno of what it has no message for. */
const UV_UNKNOWN = -4094;

/** Errors after which the removal is tried again. */
const RETRIED = new Set([UV_EBUSY, UV_EMFILE, UV_ENFILE, UV_ENOTEMPTY, UV_EPERM]);

/** Message and errno (positive) of the errors that have a message of their own. */
const MESSAGES: ReadonlyMap<number, string> = new Map([
  [UV_EPERM, 'Operation not permitted:'],
  [UV_ENOTEMPTY, 'Directory not empty:'],
  [UV_ENOTDIR, 'Not a directory:'],
  [UV_EACCES, 'Permission denied:'],
]);

/** Removes what `path` (a byte string) names, all below it first; 0 or the first error. Links are not followed. */
function removeTree(kernel: SystemCalls, path: string): number {
  const bytes = pathOfByteString(path, false);
  const unlinked = kernel.unlink(bytes);
  if (unlinked === 0 || unlinked === UV_ENOENT) return 0;
  const listing = readDirectory(kernel, bytes);
  if (typeof listing === 'number') return listing === UV_ENOTDIR ? unlinked : listing;
  for (const name of listing.names) {
    const child = `${path}/${name}`;
    const result =
      typeOf(listing, name) === UV_DIRENT_DIR
        ? removeTree(kernel, child)
        : kernel.unlink(pathOfByteString(child, listing.ascii && isAscii(path)));
    if (result < 0 && result !== UV_ENOENT) return result;
  }
  const removed = kernel.rmdir(bytes);
  return removed === UV_ENOENT ? 0 : removed;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

/** sleep(3): whole seconds, and nothing else of this process runs meanwhile. */
function sleep(seconds: number): void {
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

export function removeBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const stats = new Float64Array(STAT_FIELDS);

  function rmSync(path: Path, maxRetries: number, recursive: unknown, retryDelay: number): void {
    const found = kernel.lstat(path, stats, 0);
    if (found === UV_ENOENT || found === UV_ENOTDIR) return;
    const directory = found === 0 && (stats[STAT_MODE]! & S_IFMT) === S_IFDIR;
    if (directory && recursive !== true) {
      throw nativeError(Error, 'ERR_FS_EISDIR', `Path is a directory: ${pathText(path)}`);
    }
    const bytes = byteStringOfPath(path);
    let result = 0;
    for (let attempt = 1; attempt <= maxRetries + 1; attempt++) {
      result = recursive === true ? removeTree(kernel, bytes) : kernel.unlink(path);
      if (result === 0 || result === UV_ENOENT) return;
      if (!RETRIED.has(result)) break;
      sleep(Math.trunc((attempt * retryDelay) / 1000));
    }
    const message = MESSAGES.get(result);
    if (message !== undefined) throw errnoException(-result, 'rm', path, message);
    const text = errnoException(-result, 'rm').message.replace(/^[^,]*, /, '');
    throw errnoException(UV_UNKNOWN, 'rm', path, `Unknown error: ${text}`);
  }

  return { rmSync };
}
