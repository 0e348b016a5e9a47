/** stat, lstat, fstat, statfs and access: what a file is, and whether it is there. */
import type { Path } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { uvException } from '../../uv_exception.ts';
import { UV_ENOENT, UV_ENOTDIR } from '../../uv_numbers.ts';
import { validatedMode, validateFd } from './arguments.ts';
import { fileSystemRequestsOf } from './requests.ts';

/** `kFsStatsFieldsNumber` (src/node_file.h): the doubles of one stat. */
export const STAT_FIELDS = 18;
/** Twice as many, for StatWatcher tells the previous stat beside the present one. */
const STAT_VALUES = 2 * STAT_FIELDS;
/** Fields of statfs that the kernel fills, and the length of Node's array (FsStatFsOffset in src/node_file.h). */
const KERNEL_STATFS_FIELDS = 7;
const STATFS_FIELDS = 8;
/** tmpfs has no fragments: `frsize` is `bsize`. */
const FRAGMENT_SIZE = 2;

export const STAT_MODE = 1;

/** Doubles as the BigInts of the same fields. */
export function toBigIntStats(values: Float64Array, into: BigInt64Array, offset: number, fields: number): void {
  for (let i = 0; i < fields; i++) into[offset + i] = BigInt(Math.trunc(values[i]!));
}

export function statBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const requests = fileSystemRequestsOf(environment);
  const statValues = new Float64Array(STAT_VALUES);
  const bigintStatValues = new BigInt64Array(STAT_VALUES);
  const statFsValues = new Float64Array(STATFS_FIELDS);
  const bigintStatFsValues = new BigInt64Array(STATFS_FIELDS);
  const kernelStatFs = new Float64Array(KERNEL_STATFS_FIELDS);

  function sharedStats(bigint: unknown): Float64Array | BigInt64Array {
    if (bigint !== true) return statValues;
    toBigIntStats(statValues, bigintStatValues, 0, STAT_FIELDS);
    return bigintStatValues;
  }

  /** Stats that wait for their completion have an array of their own. */
  function ownStats(values: Float64Array, bigint: unknown): Float64Array | BigInt64Array {
    if (bigint !== true) return values;
    const own = new BigInt64Array(STAT_FIELDS);
    toBigIntStats(values, own, 0, STAT_FIELDS);
    return own;
  }

  function settleStats(
    request: unknown,
    result: number,
    values: Float64Array,
    bigint: unknown,
    call: string,
    path?: Path,
  ) {
    return requests.settle(request, result, result < 0 ? undefined : ownStats(values, bigint), call, path);
  }

  function stat(path: Path, bigint: unknown, request: unknown, throwIfNoEntry: unknown): unknown {
    if (request === undefined) {
      const result = kernel.stat(path, statValues, 0);
      if (result < 0) {
        if (throwIfNoEntry === false && (result === UV_ENOENT || result === UV_ENOTDIR)) return undefined;
        throw uvException(result, 'stat', path);
      }
      return sharedStats(bigint);
    }
    const values = new Float64Array(STAT_FIELDS);
    const result = kernel.stat(path, values, 0);
    if (throwIfNoEntry === false && (result === UV_ENOENT || result === UV_ENOTDIR)) {
      return requests.settleWith(request, null, undefined);
    }
    return settleStats(request, result, values, bigint, 'stat', path);
  }

  function lstat(path: Path, bigint: unknown, request: unknown, throwIfNoEntry: unknown): unknown {
    if (request === undefined) {
      const result = kernel.lstat(path, statValues, 0);
      if (result < 0) {
        if (throwIfNoEntry === false && result === UV_ENOENT) return undefined;
        throw uvException(result, 'lstat', path);
      }
      return sharedStats(bigint);
    }
    const values = new Float64Array(STAT_FIELDS);
    return settleStats(request, kernel.lstat(path, values, 0), values, bigint, 'lstat', path);
  }

  function fstat(fd: unknown, bigint: unknown, request: unknown): unknown {
    validateFd(environment, fd);
    if (request === undefined) {
      requests.check(kernel.fstat(fd, statValues, 0), 'fstat');
      return sharedStats(bigint);
    }
    const values = new Float64Array(STAT_FIELDS);
    return settleStats(request, kernel.fstat(fd, values, 0), values, bigint, 'fstat');
  }

  function fillStatFs(path: Path, values: Float64Array): number {
    const result = kernel.statfs(path, kernelStatFs);
    if (result < 0) return result;
    values.set(kernelStatFs.subarray(0, FRAGMENT_SIZE));
    values[FRAGMENT_SIZE] = kernelStatFs[1]!;
    values.set(kernelStatFs.subarray(FRAGMENT_SIZE), FRAGMENT_SIZE + 1);
    return result;
  }

  function statfs(path: Path, bigint: unknown, request?: unknown): unknown {
    if (request === undefined) {
      requests.check(fillStatFs(path, statFsValues), 'statfs', path);
      if (bigint !== true) return statFsValues;
      toBigIntStats(statFsValues, bigintStatFsValues, 0, STATFS_FIELDS);
      return bigintStatFsValues;
    }
    const values = new Float64Array(STATFS_FIELDS);
    const result = fillStatFs(path, values);
    if (bigint !== true) return requests.settle(request, result, values, 'statfs', path);
    const own = new BigInt64Array(STATFS_FIELDS);
    toBigIntStats(values, own, 0, STATFS_FIELDS);
    return requests.settle(request, result, own, 'statfs', path);
  }

  function access(path: Path, mode: unknown, request?: unknown): unknown {
    const result = kernel.access(path, validatedMode(mode, 0));
    if (request === undefined) return requests.check(result, 'access', path);
    return requests.settle(request, result, undefined, 'access', path);
  }

  return {
    access,
    existsSync: (path: Path) => kernel.access(path, 0) === 0,
    stat,
    lstat,
    fstat,
    statfs,
    kFsStatsFieldsNumber: STAT_FIELDS,
    statValues,
    bigintStatValues,
    statFsValues,
    bigintStatFsValues,
  };
}
