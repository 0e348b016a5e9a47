/**
 * The recursive copies behind fs.cpSync and fs.cp (CpSync*, CopyDirRecursive and CpDirJob in src/node_file.cc), which
 * natively run over std::filesystem: hence errors with a positive errno and the C library's messages.
 *
 * Paths are byte strings (file_names.ts) inside.
 */
import type { Path } from '../../../kernel/system_calls.ts';
import { asyncWrapOf } from '../../async_wrap.ts';
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { byteStringToBytes } from '../../string_bytes.ts';
import { errnoException, pathText, uvException } from '../../uv_exception.ts';
import { UV_ENOENT, UV_ENOSYS, UV_ENOTDIR } from '../../uv_numbers.ts';
import { validatedMode } from './arguments.ts';
import { COPYFILE_EXCL, copyFileContents } from './copy_file.ts';
import { readDirectory } from './directory_listing.ts';
import { byteStringOfPath } from './file_names.ts';
import { isInside, joinPath, normalized, parentPath } from './lexical_paths.ts';
import { STAT_FIELDS, STAT_MODE } from './stat.ts';

const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;
const S_IFIFO = 0o010000;
const S_IFSOCK = 0o140000;
const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
const PERMISSIONS = 0o7777;
const DIRECTORY_MODE = 0o777;
const STAT_DEV = 0;
const STAT_INO = 7;
const STAT_ATIME = 10;
const STAT_MTIME = 12;
const UV_EEXIST = -17;

interface CopyOptions {
  force: boolean;
  dereference: boolean;
  errorOnExist: boolean;
  verbatimSymlinks: boolean;
  preserveTimestamps: boolean;
  /** fs.cp: the destination does not exist, and whatever appears in its place is an error. */
  fresh: boolean;
  copyFileFlags: number;
}

/** What stops a copy: an error, or a file of a kind that is not copied. */
class CopyFailure {
  readonly error: Error | null;
  readonly specialFile: string | undefined;
  readonly specialPath: string | undefined;

  constructor(error: Error | null, specialFile?: string, specialPath?: string) {
    this.error = error;
    this.specialFile = specialFile;
    this.specialPath = specialPath;
  }
}

const bytes = byteStringToBytes;
const text = (name: string): string => pathText(bytes(name));

const failed = (result: number, path: string): CopyFailure =>
  new CopyFailure(errnoException(-result, 'cp', bytes(path)));
const failedCall = (result: number, syscall: string, path: string): CopyFailure =>
  new CopyFailure(uvException(result, syscall, bytes(path)));

export function copyTreeBinding(environment: Environment): Binding {
  const { kernel, loop } = environment;
  const AsyncWrap = asyncWrapOf(environment);

  const statOf = (path: string): Float64Array | number => {
    const stats = new Float64Array(STAT_FIELDS);
    const result = kernel.stat(bytes(path), stats, 0);
    return result < 0 ? result : stats;
  };
  const kindOf = (path: string, follow: boolean): number => {
    const stats = new Float64Array(STAT_FIELDS);
    const result = (follow ? kernel.stat : kernel.lstat).call(kernel, bytes(path), stats, 0);
    return result < 0 ? result : stats[STAT_MODE]! & S_IFMT;
  };
  const exists = (path: string): boolean => kindOf(path, true) >= 0;
  const isDirectory = (path: string): boolean => kindOf(path, true) === S_IFDIR;
  const modeOf = (path: string): number => {
    const stats = statOf(path);
    return typeof stats === 'number' ? stats : stats[STAT_MODE]! & PERMISSIONS;
  };

  function equivalent(a: string, b: string): boolean | null {
    const first = statOf(a);
    const second = statOf(b);
    if (typeof first === 'number' || typeof second === 'number') return null;
    return first[STAT_DEV] === second[STAT_DEV] && first[STAT_INO] === second[STAT_INO];
  }

  /** std::filesystem::create_directories. */
  function createDirectories(path: string): number {
    if (path === '') return UV_ENOENT;
    if (isDirectory(path)) return 0;
    if (exists(path)) return UV_ENOTDIR;
    const parent = parentPath(path);
    if (parent !== '' && parent !== path) {
      const result = createDirectories(parent);
      if (result < 0) return result;
    }
    const result = kernel.mkdir(bytes(path), DIRECTORY_MODE);
    return result === UV_EEXIST && isDirectory(path) ? 0 : result;
  }

  /** std::filesystem::create_directory: was it made? */
  function createDirectory(path: string): boolean {
    const result = kernel.mkdir(bytes(path), DIRECTORY_MODE);
    if (result === UV_EEXIST && isDirectory(path)) return false;
    if (result < 0) throw failed(result, path);
    return true;
  }

  function makeFreshDirectory(path: string): void {
    const result = kernel.mkdir(bytes(path), DIRECTORY_MODE);
    if (result < 0) throw failedCall(result, 'mkdir', path);
  }

  function copyTimes(from: string, to: string): void {
    const stats = statOf(from);
    if (typeof stats === 'number') throw failedCall(stats, 'stat', from);
    const seconds = (at: number) => stats[at]! + stats[at + 1]! / 1e9;
    const result = kernel.utimes(bytes(to), seconds(STAT_ATIME), seconds(STAT_MTIME));
    if (result < 0) throw failedCall(result, 'utime', to);
  }

  function copyMode(from: string, to: string): void {
    const mode = modeOf(from);
    const result = mode < 0 ? mode : kernel.chmod(bytes(to), mode);
    if (result < 0) throw failed(result, to);
  }

  function readLink(path: string, errorPath: string): string {
    const target = kernel.readlink(bytes(path));
    if (typeof target === 'number') throw failed(target, errorPath);
    return byteStringOfPath(target);
  }

  const absolute = (path: string): string => {
    if (path.startsWith('/')) return path;
    const cwd = kernel.getcwd();
    return typeof cwd === 'number' ? path : joinPath(byteStringOfPath(cwd), path);
  };

  /** std::filesystem::weakly_canonical: symbolic links resolved as far as the path exists. */
  function weaklyCanonical(path: string): string {
    let existing = path;
    for (;;) {
      const real = existing === '' ? UV_ENOENT : kernel.realpath(bytes(existing));
      if (typeof real !== 'number') return normalized(byteStringOfPath(real) + path.slice(existing.length));
      const parent = existing.slice(0, existing.lastIndexOf('/'));
      if (parent === existing || existing === '') return normalized(path);
      existing = parent;
    }
  }

  /** What is at the place of a symbolic link about to be copied: may it be replaced? It is removed then. */
  function clearForLink(target: string, place: string, directory: string, options: CopyOptions): void {
    const kind = kindOf(place, false);
    if (kind === S_IFLNK) {
      const present = readLink(place, directory);
      if (isDirectory(target) && isInside(absolute(target), absolute(present))) {
        const message = `Cannot copy ${text(target)} to a subdirectory of self ${text(present)}`;
        throw new CopyFailure(nativeError(Error, 'ERR_FS_CP_EINVAL', message));
      }
      if (isDirectory(place) && isInside(absolute(present), absolute(target))) {
        const message = `cannot overwrite ${text(present)} with ${text(target)}`;
        throw new CopyFailure(nativeError(Error, 'ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', message));
      }
      const removed = kernel.unlink(bytes(place));
      if (removed < 0) throw failed(removed, directory);
    } else if (kind === S_IFREG && (!options.dereference || (!options.force && options.errorOnExist))) {
      throw failed(UV_EEXIST, place);
    }
  }

  function copyLink(from: string, to: string, source: string, destination: string, options: CopyOptions): void {
    let target = readLink(from, destination);
    if (!options.verbatimSymlinks) {
      if (exists(to)) clearForLink(target, to, destination, options);
      const joined = target.startsWith('/') ? target : absolute(joinPath(source, target));
      if (!options.fresh) target = weaklyCanonical(joined);
      else if (!target.startsWith('/')) target = normalized(joined);
    }
    const result = kernel.symlink(bytes(target), bytes(to));
    if (result < 0) throw failed(result, destination);
  }

  const existsError = (path: string): CopyFailure =>
    new CopyFailure(
      nativeError(
        Error,
        'ERR_FS_CP_EEXIST',
        `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${text(path)} already exists)`,
      ),
    );

  /** std::filesystem::copy_file under the options of the copy: was it copied? */
  function copyOrSkip(from: string, to: string, destination: string, options: CopyOptions): boolean {
    const kind = kindOf(to, true);
    if (kind >= 0) {
      if (kind !== S_IFREG) throw failed(UV_ENOSYS, destination);
      if (!options.force) {
        if (options.errorOnExist) throw existsError(to);
        return false;
      }
      if (equivalent(from, to) === true) throw existsError(to);
    }
    const result = copyFileContents(kernel, bytes(from), bytes(to), 0);
    if (result < 0) throw failed(result, destination);
    return true;
  }

  function copyRegular(from: string, to: string, destination: string, isLink: boolean, options: CopyOptions): void {
    if (options.fresh) {
      const result = copyFileContents(kernel, bytes(from), bytes(to), options.copyFileFlags | COPYFILE_EXCL);
      if (result < 0) throw failedCall(result, 'copyfile', to);
      if (options.preserveTimestamps) copyTimes(from, to);
      copyMode(from, to);
      return;
    }
    if (isLink && exists(to)) {
      if (!options.force) {
        if (options.errorOnExist) throw existsError(to);
        return;
      }
      const removed = kernel.unlink(bytes(to));
      if (removed < 0) throw failed(removed, to);
    }
    const copied = copyOrSkip(from, to, destination, options);
    if (options.preserveTimestamps) copyTimes(from, to);
    if (copied) copyMode(from, to);
  }

  function copyDirectory(from: string, to: string, isLink: boolean, options: CopyOptions): void {
    let created = true;
    if (options.fresh) makeFreshDirectory(to);
    else if (isLink && exists(to)) created = false;
    else created = createDirectory(to);
    copyContents(from, to, options);
    if (created) copyMode(from, to);
    if (options.preserveTimestamps) copyTimes(from, to);
  }

  function copyContents(source: string, destination: string, options: CopyOptions): void {
    const listing = readDirectory(kernel, bytes(source));
    if (typeof listing === 'number') throw failed(listing, source);
    for (const name of listing.names) {
      const from = joinPath(source, name);
      const to = joinPath(destination, name);
      const isLink = kindOf(from, false) === S_IFLNK;
      const kind = kindOf(from, true);
      if (isLink && options.dereference && kind < 0) throw failedCall(kind, 'stat', from);
      if (isLink && !options.dereference) copyLink(from, to, source, destination, options);
      else if (kind === S_IFDIR) copyDirectory(from, to, isLink, options);
      else if (kind === S_IFREG) copyRegular(from, to, destination, isLink, options);
      else if (options.fresh) {
        const special = kind === S_IFSOCK ? 'socket' : kind === S_IFIFO ? 'fifo' : 'unknown';
        throw new CopyFailure(null, special, text(to));
      }
    }
  }

  function copyTree(source: string, destination: string, options: CopyOptions): CopyFailure | null {
    try {
      let existed = false;
      if (options.fresh) makeFreshDirectory(destination);
      else {
        existed = exists(destination);
        const result = createDirectories(destination);
        if (result < 0) throw failed(result, destination);
      }
      copyContents(source, destination, options);
      if (!existed) copyMode(source, destination);
      if (options.preserveTimestamps) copyTimes(source, destination);
      return null;
    } catch (failure) {
      if (failure instanceof CopyFailure) return failure;
      throw failure;
    }
  }

  function cpSyncCheckPaths(from: Path, to: Path, dereference: unknown, recursive: unknown): void {
    const source = byteStringOfPath(from);
    const destination = byteStringOfPath(to);
    // As in Node's C++: the source's own status only with `dereference`, the destination's only without.
    const sourceKind = kindOf(source, dereference !== true);
    if (sourceKind < 0) throw uvException(sourceKind, dereference === true ? 'stat' : 'lstat', from);
    const destinationKind = kindOf(destination, dereference === true);
    const directory = sourceKind === S_IFDIR || (dereference === true && sourceKind === S_IFLNK);
    const here = pathText(from);
    const there = pathText(to);

    if (destinationKind >= 0) {
      if (equivalent(source, destination) === true) {
        throw nativeError(Error, 'ERR_FS_CP_EINVAL', `src and dest cannot be the same ${there}`);
      }
      if (directory && destinationKind !== S_IFDIR) {
        const message = `Cannot overwrite non-directory ${there} with directory ${here}`;
        throw nativeError(Error, 'ERR_FS_CP_DIR_TO_NON_DIR', message);
      }
      if (!directory && destinationKind === S_IFDIR) {
        const message = `Cannot overwrite directory ${there} with non-directory ${here}`;
        throw nativeError(Error, 'ERR_FS_CP_NON_DIR_TO_DIR', message);
      }
    }

    const hereSlash = here.endsWith('/') ? here : `${here}/`;
    const toSelf = () =>
      nativeError(Error, 'ERR_FS_CP_EINVAL', `Cannot copy ${hereSlash} to a subdirectory of self ${there}`);
    if (directory && there.startsWith(hereSlash)) throw toSelf();
    const parent = parentPath(destination);
    let ancestor = parent;
    while (parentPath(source) !== ancestor && parentPath(ancestor) !== '' && parentPath(ancestor) !== ancestor) {
      const same = equivalent(source, parent);
      if (same === true) throw toSelf();
      if (same === null) break;
      ancestor = parentPath(ancestor);
    }

    if (directory && recursive !== true) {
      const message = `Recursive option not enabled, cannot copy a directory: ${hereSlash}`;
      throw nativeError(Error, 'ERR_FS_EISDIR', message);
    }
    if (sourceKind === S_IFSOCK) throw nativeError(Error, 'ERR_FS_CP_SOCKET', `Cannot copy a socket file: ${there}`);
    if (sourceKind === S_IFIFO) throw nativeError(Error, 'ERR_FS_CP_FIFO_PIPE', `Cannot copy a FIFO pipe: ${there}`);
    if (![S_IFREG, S_IFDIR, S_IFLNK, S_IFCHR, S_IFBLK].includes(sourceKind)) {
      throw nativeError(Error, 'ERR_FS_CP_UNKNOWN', `Cannot copy an unknown file type: ${there}`);
    }
    // A failure is told by the copy that follows.
    if (destinationKind < 0 || !exists(parent)) createDirectories(parent);
  }

  function cpSyncOverrideFile(from: Path, to: Path, mode: unknown, preserveTimestamps: unknown): void {
    const flags = validatedMode(mode, 0);
    let removed = kernel.unlink(to);
    if (removed < 0 && kindOf(byteStringOfPath(to), false) === S_IFDIR) removed = kernel.rmdir(to);
    if (removed === UV_ENOENT) throw errnoException(0, 'unlink', to);
    if (removed < 0) throw errnoException(-removed, 'unlink', to);
    const result = copyFileContents(kernel, from, to, flags);
    if (result < 0) throw flags === 0 ? errnoException(-result, 'cp', to) : uvException(result, 'cp', from, to);
    if (preserveTimestamps !== true) return;
    try {
      copyTimes(byteStringOfPath(from), byteStringOfPath(to));
    } catch (failure) {
      throw failure instanceof CopyFailure ? failure.error : failure;
    }
  }

  function cpSyncCopyDir(
    from: Path,
    to: Path,
    force: unknown,
    dereference: unknown,
    errorOnExist: unknown,
    verbatimSymlinks: unknown,
    preserveTimestamps: unknown,
  ): void {
    const failure = copyTree(byteStringOfPath(from), byteStringOfPath(to), {
      force: force === true,
      dereference: dereference === true,
      errorOnExist: errorOnExist === true,
      verbatimSymlinks: verbatimSymlinks === true,
      preserveTimestamps: preserveTimestamps === true,
      fresh: false,
      copyFileFlags: 0,
    });
    if (failure !== null) throw failure.error;
  }

  class CpDirJob extends AsyncWrap {
    ondone: unknown;
    readonly #source: string;
    readonly #destination: string;
    readonly #options: CopyOptions;

    constructor(
      from: Path,
      to: Path,
      force: unknown,
      dereference: unknown,
      errorOnExist: unknown,
      verbatimSymlinks: unknown,
      preserveTimestamps: unknown,
      mode: number,
    ) {
      super('FSREQCALLBACK');
      this.#source = byteStringOfPath(from);
      this.#destination = byteStringOfPath(to);
      this.#options = {
        force: force === true,
        dereference: dereference === true,
        errorOnExist: errorOnExist === true,
        verbatimSymlinks: verbatimSymlinks === true,
        preserveTimestamps: preserveTimestamps === true,
        fresh: true,
        copyFileFlags: mode,
      };
    }

    run(): void {
      const failure = copyTree(this.#source, this.#destination, this.#options);
      loop.complete(() => {
        AsyncWrap.call(this, this.ondone, failure?.error ?? null, failure?.specialFile, failure?.specialPath);
        AsyncWrap.destroy(this);
      });
    }
  }

  return { cpSyncCheckPaths, cpSyncOverrideFile, cpSyncCopyDir, CpDirJob };
}
