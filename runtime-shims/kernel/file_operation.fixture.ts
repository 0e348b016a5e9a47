/** Operations on files as data: made at random, performed on any implementation, with an outcome that can be compared. */
import type { FileCalls } from './native_files.fixture.ts';
import type { Random } from './random.fixture.ts';

export type FileOperation =
  | { call: 'open'; path: string; flags: number; mode: number; slot: number }
  | { call: 'read'; slot: number; length: number; position: number }
  | { call: 'write'; slot: number; length: number; position: number; fill: number }
  | { call: 'ftruncate'; slot: number; length: number }
  | { call: 'close' | 'fstat' | 'fsync'; slot: number }
  | {
      call: 'stat' | 'lstat' | 'readlink' | 'realpath' | 'readdir' | 'readFile' | 'rmdir' | 'unlink';
      path: string;
    }
  | { call: 'chmod' | 'mkdir'; path: string; mode: number }
  | { call: 'fchmod'; slot: number; mode: number }
  | { call: 'utimes' | 'lutimes'; path: string; atime: number; mtime: number }
  | { call: 'futimes'; slot: number; atime: number; mtime: number }
  | { call: 'rename' | 'link' | 'symlink'; path: string; to: string };

/** Descriptors that a player keeps. */
const SLOTS = 6;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'ümlaut', 'x'.repeat(255), 'y'.repeat(256)];
const MODES = [0o755, 0o755, 0o755, 0o644, 0o644, 0o777, 0o700, 0o600, 0o555, 0o444, 0o200, 0];
const ACCESS = [0, 1, 2];
/** O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW */
const OPEN_FLAGS = [0o100, 0o200, 0o1000, 0o2000, 0o200000, 0o400000];
const O_CREAT = 0o100;
const O_DIRECTORY = 0o200000;
/** Keeps files short enough for thousands of whole reads. */
const LARGEST_OFFSET = 40_000;

/**
 * A path below the root. `..` only follows a name, and links only lead down, so no operation leaves the tree: what it
 * runs against may be a real file system.
 */
function randomPath(random: Random): string {
  const names = Array.from({ length: 1 + random.below(3) }, () =>
    random.pick(NAMES.slice(0, random.oneIn(20) ? 8 : 6)),
  );
  let path = names.join(random.oneIn(15) ? '//' : '/');
  if (random.oneIn(12)) path = `${names[0]}/../${path}`;
  if (random.oneIn(15)) path += '/.';
  if (random.oneIn(8)) path += '/';
  return path;
}

function randomTarget(random: Random): string {
  const path = random.oneIn(2) ? random.pick(NAMES) : `${random.pick(NAMES)}/${random.pick(NAMES)}`;
  return `${random.oneIn(4) ? './' : ''}${path}${random.oneIn(10) ? '/' : ''}`;
}

function randomFlags(random: Random): number {
  let flags = random.pick(ACCESS);
  for (const flag of OPEN_FLAGS) if (random.oneIn(flag === O_CREAT ? 2 : 5)) flags |= flag;
  // Linux of different ages disagrees on the two together.
  return (flags & O_CREAT) !== 0 ? flags & ~O_DIRECTORY : flags;
}

export function randomFileOperation(random: Random): FileOperation {
  const slot = random.below(SLOTS);
  const path = randomPath(random);
  const position = random.oneIn(2) ? -1 : random.below(LARGEST_OFFSET);
  const atime = random.below(2 ** 31) + random.below(1000) / 1000;
  const mtime = random.below(2 ** 31) + random.below(1000) / 1000;
  const call = random.below(100);
  if (call < 14) return { call: 'open', path, flags: randomFlags(random), mode: random.pick(MODES), slot };
  if (call < 20) return { call: 'read', slot, length: 1 + random.below(10_000), position };
  if (call < 30) return { call: 'write', slot, length: 1 + random.below(10_000), position, fill: random.next() };
  if (call < 33) return { call: 'ftruncate', slot, length: random.below(LARGEST_OFFSET) };
  if (call < 38) return { call: random.pick(['close', 'fstat', 'fsync'] as const), slot };
  if (call < 46) return { call: random.pick(['stat', 'lstat'] as const), path };
  if (call < 54) return { call: random.pick(['readlink', 'readdir', 'readFile'] as const), path };
  // glibc's realpath(3) takes dots away by itself, without a look at the directory before them.
  if (call < 56)
    return {
      call: 'realpath',
      path: path
        .split('/')
        .filter((name) => /^[^.]/.test(name))
        .join('/'),
    };
  if (call < 61) return { call: 'chmod', path, mode: random.pick(MODES) };
  if (call < 62) return { call: 'fchmod', slot, mode: random.pick(MODES) };
  if (call < 65) return { call: random.pick(['utimes', 'lutimes'] as const), path, atime, mtime };
  if (call < 66) return { call: 'futimes', slot, atime, mtime };
  if (call < 74) return { call: 'mkdir', path, mode: random.pick(MODES) };
  if (call < 78) return { call: 'rmdir', path };
  if (call < 83) return { call: 'unlink', path };
  if (call < 92) return { call: 'rename', path, to: randomPath(random) };
  if (call < 96) return { call: 'link', path, to: randomPath(random) };
  return { call: 'symlink', path: randomTarget(random), to: path };
}

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const decoder = new TextDecoder();

/** Sum that tells contents apart. */
export function checksum(bytes: Uint8Array): number {
  let sum = -2128831035;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 16777619);
  return sum >>> 0;
}

function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (seed + index * 7 + (index >> 8)) & 0xff);
}

/** Performs operations below `prefix` on one implementation. */
export class FilePlayer {
  private readonly calls: FileCalls;
  private readonly prefix: string;
  private readonly countLinksOfDirectories: boolean;
  private readonly descriptors: number[] = new Array(SLOTS).fill(-1);
  private readonly values = new Float64Array(18);

  constructor(calls: FileCalls, prefix: string, countLinksOfDirectories = true) {
    this.calls = calls;
    this.prefix = prefix;
    this.countLinksOfDirectories = countLinksOfDirectories;
  }

  private at(path: string): string {
    return path === '' ? '' : `${this.prefix}/${path}`;
  }

  private showStat(result: number): string {
    if (result < 0) return String(result);
    const [, mode, nlink, , , , , , size] = this.values as unknown as number[];
    const isDirectory = (mode! & S_IFMT) === S_IFDIR;
    const links = isDirectory && !this.countLinksOfDirectories ? '' : nlink;
    return `${mode!.toString(8)} links ${links} size ${isDirectory ? '' : size}`;
  }

  private showTimes(result: number, read: () => number): string {
    if (result < 0) return String(result);
    const found = read();
    if (found < 0) return `then ${found}`;
    // Nanoseconds of a fraction of a double are rounded in several ways: microseconds agree.
    const times = [10, 12].map((index) => `${this.values[index]}.${Math.round(this.values[index + 1]! / 1e4)}`);
    return `times ${times.join(' ')}`;
  }

  private showPath(found: Uint8Array | number): string {
    if (typeof found === 'number') return String(found);
    return decoder.decode(found.slice()).replace(this.prefix, '');
  }

  perform(operation: FileOperation): string {
    const { calls, descriptors, values } = this;
    if ('slot' in operation && operation.call !== 'open' && descriptors[operation.slot]! < 0) return 'no descriptor';
    const fd = 'slot' in operation ? descriptors[operation.slot]! : -1;
    switch (operation.call) {
      case 'open': {
        if (fd >= 0) calls.close(fd);
        const opened = calls.open(this.at(operation.path), operation.flags, operation.mode);
        descriptors[operation.slot] = opened < 0 ? -1 : opened;
        return opened < 0 ? String(opened) : 'opened';
      }
      case 'close':
        descriptors[operation.slot] = -1;
        return String(calls.close(fd));
      case 'read': {
        const buffer = new Uint8Array(operation.length);
        const count = calls.read(fd, buffer, operation.position);
        return count < 0 ? String(count) : `${count} bytes ${checksum(buffer.subarray(0, count))}`;
      }
      case 'write':
        return String(calls.write(fd, pattern(operation.length, operation.fill), operation.position));
      case 'ftruncate':
        return String(calls.ftruncate(fd, operation.length));
      case 'fsync':
        return String(calls.fsync(fd));
      case 'fstat':
        return this.showStat(calls.fstat(fd, values, 0));
      case 'stat':
      case 'lstat':
        return this.showStat(calls[operation.call](this.at(operation.path), values, 0));
      case 'readlink':
      case 'realpath':
        return this.showPath(calls[operation.call](this.at(operation.path)));
      case 'readdir':
        return this.list(operation.path);
      case 'readFile': {
        const contents = calls.readFile(this.at(operation.path));
        return typeof contents === 'number' ? String(contents) : `${contents.length} bytes ${checksum(contents)}`;
      }
      case 'rmdir':
      case 'unlink':
        return String(calls[operation.call](this.at(operation.path)));
      case 'chmod':
      case 'mkdir':
        return String(calls[operation.call](this.at(operation.path), operation.mode));
      case 'fchmod':
        return String(calls.fchmod(fd, operation.mode));
      case 'utimes':
      case 'lutimes': {
        const path = this.at(operation.path);
        const result = calls[operation.call](path, operation.atime, operation.mtime);
        return this.showTimes(result, () => calls[operation.call === 'utimes' ? 'stat' : 'lstat'](path, values, 0));
      }
      case 'futimes':
        return this.showTimes(calls.futimes(fd, operation.atime, operation.mtime), () => calls.fstat(fd, values, 0));
      case 'rename':
      case 'link':
        return String(calls[operation.call](this.at(operation.path), this.at(operation.to)));
      case 'symlink':
        return String(calls.symlink(operation.path, this.at(operation.to)));
    }
  }

  private entries(path: string): { name: string; type: number }[] | number {
    const found = this.calls.readdir(this.at(path));
    if (typeof found === 'number') return found;
    if (found.types.length === 0) return [];
    const names = decoder.decode(found.names.slice()).split('/');
    const entries = names.map((name, index) => ({ name, type: found.types[index]! }));
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private list(path: string): string {
    const entries = this.entries(path);
    return typeof entries === 'number' ? String(entries) : entries.map(({ name, type }) => `${name}:${type}`).join(' ');
  }

  /** The tree below a path, a line for each entry: kind, mode, links, size, contents. */
  snapshot(path = '.'): string[] {
    const entries = this.entries(path);
    if (typeof entries === 'number') return [`${path}: ${entries}`];
    return entries.flatMap(({ name, type }) => {
      const inner = `${path}/${name}`;
      const line = `${inner} ${this.perform({ call: 'lstat', path: inner })}`;
      if (type === 4) return [line, ...this.snapshot(inner)];
      return [`${line} ${this.perform({ call: type === 10 ? 'readlink' : 'readFile', path: inner })}`];
    });
  }

  /** Removes everything below a path. */
  removeTree(path = '.'): void {
    this.perform({ call: 'chmod', path, mode: 0o755 });
    const entries = this.entries(path);
    if (typeof entries === 'number') throw new Error(`${path}: ${entries}`);
    for (const { name, type } of entries) {
      const inner = `${path}/${name}`;
      if (type === 4) this.removeTree(inner);
      this.perform({ call: type === 4 ? 'rmdir' : 'unlink', path: inner });
    }
  }

  /** Gives every descriptor back. */
  closeAll(): void {
    for (let slot = 0; slot < SLOTS; slot++) this.perform({ call: 'close', slot });
  }
}
