/** copyFile: uv_fs_copyfile of libuv (src/unix/fs.c) over descriptors. */
import type { Path, SystemCalls } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { validatedMode } from './arguments.ts';
import { fileSystemRequestsOf } from './requests.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

export const COPYFILE_EXCL = 1;
const COPYFILE_FICLONE_FORCE = 4;

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const PERMISSIONS = 0o7777;
const STAT_DEV = 0;
const STAT_INO = 7;
const UV_EISDIR = -21;
const UV_ENOTSUP = -95;

/** Bytes moved by one pair of system calls; larger gains nothing, for both sides are memory. */
const COPY_CHUNK_BYTES = 256 * 1024;

function copyContent(kernel: SystemCalls, from: number, to: number): number {
  const chunk = new Uint8Array(COPY_CHUNK_BYTES);
  for (;;) {
    const count = kernel.read(from, chunk, -1);
    if (count <= 0) return count;
    for (let written = 0; written < count; ) {
      const result = kernel.write(to, chunk.subarray(written, count), -1);
      if (result < 0) return result;
      written += result;
    }
  }
}

function copyBetween(kernel: SystemCalls, source: number, from: Float64Array, to: Path, flags: number): number {
  const exclusive = (flags & COPYFILE_EXCL) !== 0 ? O_EXCL : 0;
  const mode = from[STAT_MODE]! & PERMISSIONS;
  const target = kernel.open(to, O_WRONLY | O_CREAT | exclusive, mode);
  if (target < 0) return target;
  const into = new Float64Array(STAT_FIELDS);
  let result = kernel.fstat(target, into, 0);
  const same = result === 0 && from[STAT_DEV] === into[STAT_DEV] && from[STAT_INO] === into[STAT_INO];
  if (result === 0 && !same) {
    result = kernel.ftruncate(target, 0);
    if (result === 0) result = kernel.fchmod(target, mode);
    // There is nothing to share blocks with: the plain FICLONE falls back to copying, the forced one is refused.
    if (result === 0 && (flags & COPYFILE_FICLONE_FORCE) !== 0) result = UV_ENOTSUP;
    if (result === 0)
      result = (from[STAT_MODE]! & S_IFMT) === S_IFDIR ? UV_EISDIR : copyContent(kernel, source, target);
  }
  const closed = kernel.close(target);
  if (result === 0) result = closed;
  // A copy that failed leaves nothing behind.
  if (result < 0) kernel.unlink(to);
  return result;
}

/** 0 or a negative error. */
export function copyFileContents(kernel: SystemCalls, from: Path, to: Path, flags: number): number {
  const source = kernel.open(from, O_RDONLY, 0);
  if (source < 0) return source;
  const stats = new Float64Array(STAT_FIELDS);
  const found = kernel.fstat(source, stats, 0);
  const result = found < 0 ? found : copyBetween(kernel, source, stats, to, flags);
  kernel.close(source);
  return result;
}

export function copyFileBinding(environment: Environment): Binding {
  const requests = fileSystemRequestsOf(environment);
  return {
    copyFile(from: Path, to: Path, mode: unknown, request?: unknown) {
      const result = copyFileContents(environment.kernel, from, to, validatedMode(mode, 0));
      if (request === undefined) return requests.check(result, 'copyfile', from, to);
      return requests.settle(request, result, undefined, 'copyfile', from, to);
    },
  };
}
