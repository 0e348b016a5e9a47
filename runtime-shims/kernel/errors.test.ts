/**
 * What Linux answers, call by call: each file call on each kind of path, here and on the machine's own file system, in
 * the same tree, with the same result and the same tree afterwards.
 */
import { afterAll, describe, expect, it } from 'vitest';

import { errnoNames } from './errno_names.ts';
import { type FileOperation, FilePlayer } from './file_operation.fixture.ts';
import { countsSubdirectories, type FileCalls, nativeDirectory, nativeFileCalls } from './native_files.fixture.ts';
import { createKernelFromSource } from './source_kernel.ts';

const errnoName = (errno: number): string => errnoNames.get(errno) ?? String(errno);

const native = nativeDirectory();
const kernel = createKernelFromSource();
kernel.mkdir('/tmp/errors', 0o755);
afterAll(native.remove, 60_000);

const countLinks = countsSubdirectories(native.path);

const PATHS = [
  '',
  '.',
  'directory/../..',
  'file',
  'file/',
  'file/.',
  'file/inner',
  'directory',
  'directory/',
  'directory/.',
  'directory/..',
  'directory/inner',
  'directory/new',
  'directory/new/',
  'empty',
  'empty/',
  'empty/.',
  'missing',
  'missing/',
  'missing/inner',
  'to_file',
  'to_file/',
  'to_directory',
  'to_directory/',
  'to_directory/.',
  'to_directory/inner',
  'to_empty/',
  'dangling',
  'dangling/',
  'dangling/inner',
  'loop',
  'loop/',
  'loop/inner',
  'second',
  'sealed',
  'locked',
  'locked/inner',
  'locked/missing',
  'readonly/inner',
  'readonly/missing',
  'n'.repeat(255),
  'n'.repeat(256),
  `${'n'.repeat(256)}/inner`,
  `directory/${'n'.repeat(256)}`,
  Array(2100).fill('p').join('/'),
];

const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_DIRECTORY = 0o200000;
const O_NOFOLLOW = 0o400000;
const FLAGS = {
  O_RDONLY: 0,
  O_WRONLY,
  O_RDWR,
  'O_RDONLY|O_DIRECTORY': O_DIRECTORY,
  'O_RDONLY|O_NOFOLLOW': O_NOFOLLOW,
  'O_WRONLY|O_CREAT': O_WRONLY | O_CREAT,
  'O_RDONLY|O_CREAT': O_CREAT,
  'O_RDWR|O_CREAT|O_EXCL': O_RDWR | O_CREAT | O_EXCL,
  'O_WRONLY|O_CREAT|O_TRUNC': O_WRONLY | O_CREAT | O_TRUNC,
  'O_WRONLY|O_CREAT|O_NOFOLLOW': O_WRONLY | O_CREAT | O_NOFOLLOW,
};

/** The tree of each trial. */
function plant(calls: FileCalls, root: string): void {
  calls.mkdir(root, 0o755);
  const put = (name: string, text: string, mode: number) => {
    const fd = calls.open(`${root}/${name}`, O_WRONLY | O_CREAT, mode);
    calls.write(fd, new TextEncoder().encode(text), -1);
    calls.close(fd);
  };
  put('file', 'contents', 0o644);
  put('sealed', 'sealed', 0);
  for (const directory of ['directory', 'empty', 'locked', 'readonly']) calls.mkdir(`${root}/${directory}`, 0o755);
  for (const directory of ['directory', 'locked', 'readonly']) put(`${directory}/inner`, directory, 0o644);
  calls.chmod(`${root}/locked`, 0);
  calls.chmod(`${root}/readonly`, 0o555);
  calls.link(`${root}/file`, `${root}/second`);
  calls.symlink('file', `${root}/to_file`);
  calls.symlink('directory', `${root}/to_directory`);
  calls.symlink('empty', `${root}/to_empty`);
  calls.symlink('nowhere', `${root}/dangling`);
  calls.symlink('loop', `${root}/loop`);
}

function showResult(outcome: string): string {
  return /^-\d+$/.test(outcome) ? errnoName(-Number(outcome)) : outcome;
}

const sides = [
  { calls: kernel as FileCalls, prefix: '/tmp/errors' },
  { calls: nativeFileCalls(), prefix: native.path },
];

/** One side of a trial: the result, and the tree afterwards. */
function perform(calls: FileCalls, root: string, operation: FileOperation): string[] {
  const player = new FilePlayer(calls, root, countLinks);
  const result = showResult(player.perform(operation));
  if (operation.call === 'open') player.perform({ call: 'close', slot: operation.slot });
  return [result, ...player.snapshot()];
}

plant(kernel, '/tmp/untouched');
const untouched = new FilePlayer(kernel, '/tmp/untouched', countLinks).snapshot().join('\n');
type Trial = [label: string, operation: FileOperation];
let trials = 0;
let changed = true;
/** Performs each operation on both sides and expects no difference. */
function compare(operations: Trial[]): void {
  const differences: { label: string; ours: string[]; linux: string[] }[] = [];
  for (const [label, operation] of operations) {
    if (changed) {
      trials++;
      for (const { calls, prefix } of sides) plant(calls, `${prefix}/${trials}`);
    }
    const [ours, linux] = sides.map(({ calls, prefix }) => perform(calls, `${prefix}/${trials}`, operation)) as [
      string[],
      string[],
    ];
    // A tree in which nothing happened serves the next trial too.
    changed = [ours, linux].some((lines) => lines.slice(1).join('\n') !== untouched);
    if (ours.join('\n') === linux.join('\n')) continue;
    differences.push({
      label,
      ours: ours.filter((line, index) => line !== linux[index]),
      linux: linux.filter((line, index) => line !== ours[index]),
    });
  }
  expect(differences).toEqual([]);
}

/** A path as a label: the long ones cut. */
function name(path: string): string {
  return path.length > 60 ? `${path.slice(0, 20)}…(${path.length})` : `'${path}'`;
}

describe('errors and effects are those of Linux', () => {
  const onEach = (operation: (path: string) => FileOperation) =>
    compare(PATHS.map((path) => [name(path), operation(path)]));

  for (const [flagNames, flags] of Object.entries(FLAGS)) {
    it(`open ${flagNames}`, () => onEach((path) => ({ call: 'open', path, flags, mode: 0o644, slot: 0 })));
  }

  for (const call of ['stat', 'lstat', 'readlink', 'readdir', 'readFile', 'rmdir', 'unlink'] as const) {
    it(call, () => onEach((path) => ({ call, path })));
  }

  it('realpath', () => {
    // glibc's realpath(3) walks by itself and tells of a missing part of a path that is too long; the kernel does not. What lies above is not compared.
    const paths = PATHS.filter((path) => path.length < 4096 && !path.endsWith('/../..'));
    compare(paths.map((path) => [name(path), { call: 'realpath', path }]));
  });

  for (const call of ['chmod', 'mkdir'] as const) it(call, () => onEach((path) => ({ call, path, mode: 0o750 })));

  for (const call of ['utimes', 'lutimes'] as const) {
    it(call, () => onEach((path) => ({ call, path, atime: 1_000_000.25, mtime: 2_000_000.75 })));
  }

  it('symlink', () => {
    onEach((path) => ({ call: 'symlink', path: 'target', to: path }));
    compare([['empty target', { call: 'symlink', path: '', to: 'new' }]]);
  });

  for (const call of ['rename', 'link'] as const) {
    it(call, () => {
      const paths = PATHS.filter((path) => path.length < 300);
      compare(paths.flatMap((path) => paths.map((to): Trial => [`${name(path)} to ${name(to)}`, { call, path, to }])));
    });
  }
});

describe('errors that Node gives no way to provoke natively, as in the man pages', () => {
  const code = (result: unknown) => (typeof result === 'number' && result < 0 ? errnoName(-result) : result);
  const file = (): number => kernel.open('/tmp/plain', O_RDWR | O_CREAT, 0o644);
  const values = new Float64Array(18);
  const bytes = new Uint8Array(8);

  it('EBADF for a descriptor that is not open', () => {
    for (const fd of [-1, 77, 5000, 2 ** 31 - 1]) {
      for (const result of [
        kernel.close(fd),
        kernel.read(fd, bytes, -1),
        kernel.write(fd, bytes, -1),
        kernel.lseek(fd, 0, 0),
        kernel.ftruncate(fd, 0),
        kernel.fsync(fd),
        kernel.dup(fd),
        kernel.dup2(fd, 9),
        kernel.fcntl(fd, 3, 0),
        kernel.fstat(fd, values, 0),
        kernel.fchmod(fd, 0o644),
        kernel.futimes(fd, 0, 0),
        kernel.pollInterest(fd, 1),
        kernel.inotifyAddWatch(fd, '/tmp', 2),
      ]) {
        expect(code(result)).toBe('EBADF');
      }
    }
  });

  it('lseek(2): EINVAL before the start and for an unknown whence, ESPIPE for a pipe', () => {
    const fd = file();
    expect(code(kernel.lseek(fd, -1, 0))).toBe('EINVAL');
    expect(code(kernel.lseek(fd, 0, 9))).toBe('EINVAL');
    expect(kernel.lseek(fd, 2 ** 33, 0)).toBe(2 ** 33);
    expect(kernel.lseek(fd, 1, 1)).toBe(2 ** 33 + 1);
    kernel.close(fd);
    const ends = kernel.pipe();
    if (typeof ends === 'number') throw new Error(`pipe: ${ends}`);
    expect(code(kernel.lseek(ends[0], 0, 0))).toBe('ESPIPE');
    expect(code(kernel.write(ends[0], bytes, -1))).toBe('EBADF');
    expect(code(kernel.read(ends[1], bytes, -1))).toBe('EBADF');
    expect(code(kernel.read(ends[0], bytes, -1))).toBe('EAGAIN');
    for (const end of ends) kernel.close(end);
  });

  it('truncate(2): EINVAL below zero, EISDIR, EFBIG', () => {
    kernel.close(file());
    expect(code(kernel.truncate('/tmp/plain', -1))).toBe('EINVAL');
    expect(code(kernel.truncate('/tmp', 0))).toBe('EISDIR');
    expect(code(kernel.truncate('/tmp/plain', 2 ** 52))).toBe('EFBIG');
    expect(code(kernel.truncate('/tmp/none', 0))).toBe('ENOENT');
  });

  it('access(2) goes by the bits of the owner', () => {
    kernel.close(kernel.open('/tmp/bits', O_CREAT, 0o477));
    expect(kernel.access('/tmp/bits', 0)).toBe(0);
    expect(kernel.access('/tmp/bits', 4)).toBe(0);
    expect(code(kernel.access('/tmp/bits', 2))).toBe('EACCES');
    expect(code(kernel.access('/tmp/bits', 1))).toBe('EACCES');
    expect(code(kernel.access('/tmp/none', 0))).toBe('ENOENT');
    expect(code(kernel.access('/tmp/bits', 64))).toBe('EINVAL');
  });

  it('dup2(2), fcntl(2): EBADF and EINVAL for a number beyond the table', () => {
    const fd = file();
    expect(code(kernel.dup2(fd, -1))).toBe('EBADF');
    expect(code(kernel.dup2(fd, 4096))).toBe('EBADF');
    expect(kernel.dup2(fd, fd)).toBe(fd);
    expect(code(kernel.fcntl(fd, 0, 4096))).toBe('EINVAL');
    expect(code(kernel.fcntl(fd, 0, -1))).toBe('EINVAL');
    expect(code(kernel.fcntl(fd, 9999, 0))).toBe('EINVAL');
    expect(kernel.fcntl(fd, 3, 0) & 3).toBe(O_RDWR);
    kernel.close(fd);
  });

  it('EMFILE at the limit of a process, and well again after a close', () => {
    const opened: number[] = [];
    let result = file();
    while (result >= 0) {
      opened.push(result);
      result = kernel.dup(opened[0]!);
    }
    expect(code(result)).toBe('EMFILE');
    expect(code(kernel.open('/tmp', 0, 0))).toBe('EMFILE');
    expect(code(kernel.pipe())).toBe('EMFILE');
    kernel.close(opened.pop()!);
    const again = kernel.open('/tmp', 0, 0);
    expect(again).toBeGreaterThanOrEqual(0);
    kernel.close(again);
    for (const fd of opened) kernel.close(fd);
  });

  it('chdir(2) and getcwd(3): ENOTDIR, ENOENT, and ENOENT in a removed directory', () => {
    kernel.close(file());
    expect(code(kernel.chdir('/tmp/plain'))).toBe('ENOTDIR');
    expect(code(kernel.chdir('/tmp/none'))).toBe('ENOENT');
    kernel.mkdir('/tmp/gone', 0o755);
    expect(kernel.chdir('/tmp/gone')).toBe(0);
    expect(kernel.rmdir('/tmp/gone')).toBe(0);
    expect(code(kernel.getcwd())).toBe('ENOENT');
    expect(code(kernel.open('new', O_CREAT, 0o644))).toBe('ENOENT');
    expect(code(kernel.mkdir('new', 0o755))).toBe('ENOENT');
    expect(kernel.chdir('/')).toBe(0);
  });

  it('devices: /dev/null swallows, /dev/zero gives zeros, /dev/full is full, no terminal is ENXIO', () => {
    const open = (path: string, flags: number) => kernel.open(path, flags, 0);
    const nothing = open('/dev/null', O_RDWR);
    expect(kernel.read(nothing, bytes, -1)).toBe(0);
    expect(kernel.write(nothing, bytes, -1)).toBe(8);
    kernel.close(nothing);
    const zero = open('/dev/zero', O_RDWR);
    bytes.fill(7);
    expect(kernel.read(zero, bytes, -1)).toBe(8);
    expect([...bytes]).toEqual(new Array(8).fill(0));
    kernel.close(zero);
    const random = open('/dev/urandom', 0);
    const large = new Uint8Array(100_000);
    expect(kernel.read(random, large, -1)).toBe(large.length);
    expect(new Set(large).size).toBe(256);
    kernel.close(random);
    const full = open('/dev/full', O_WRONLY);
    expect(code(kernel.write(full, bytes, -1))).toBe('ENOSPC');
    kernel.close(full);
    expect(code(open('/dev/tty', O_RDWR))).toBe('ENXIO');
  });

  it('/proc/self/fd names what is open, and opening a name duplicates the descriptor', () => {
    const names = () => {
      const listing = kernel.readdir('/proc/self/fd');
      if (typeof listing === 'number') throw new Error(`readdir: ${listing}`);
      return new TextDecoder().decode(listing.names).split('/');
    };
    const fd = kernel.open('/tmp/named', O_CREAT | O_RDWR, 0o644);
    expect(kernel.write(fd, new TextEncoder().encode('abcd'), -1)).toBe(4);
    expect(names()).toContain(String(fd));
    const again = kernel.open(`/proc/self/fd/${fd}`, O_WRONLY, 0);
    expect(again).toBeGreaterThan(fd);
    // The offset is shared.
    expect(kernel.write(again, new TextEncoder().encode('ef'), -1)).toBe(2);
    const stats = new Float64Array(18);
    expect(kernel.stat(`/proc/self/fd/${fd}`, stats, 0)).toBe(0);
    expect([(stats[1] as number) & 0o170000, stats[8]]).toEqual([0o100000, 6]);
    kernel.close(again);
    kernel.close(fd);
    expect(names()).not.toContain(String(fd));
    expect(code(kernel.open(`/proc/self/fd/${fd}`, 0, 0))).toBe('ENOENT');
    expect(code(kernel.stat(`/proc/self/fd/${fd}`, stats, 0))).toBe('ENOENT');
    expect(code(kernel.open('/proc/self/fd/new', O_CREAT | O_WRONLY, 0o644))).toBe('EACCES');
    const reader = kernel.open('/tmp/named', 0, 0);
    expect(code(kernel.open(`/proc/self/fd/${reader}`, O_WRONLY, 0))).toBe('EACCES');
    kernel.close(reader);
    kernel.unlink('/tmp/named');
  });

  it('leaves nothing amiss', () => {
    expect(kernel.fsck()).toEqual([]);
  });
});
