// The calls themselves, as a program's memory sees them.
const { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { WASI } = require('node:wasi');

process.removeAllListeners('warning');
const folder = mkdtempSync(join(tmpdir(), 'wasi-'));
writeFileSync(join(folder, 'file'), 'the content of a file');
mkdirSync(join(folder, 'inner'));
symlinkSync('file', join(folder, 'link'));
symlinkSync('../../etc', join(folder, 'out'));
symlinkSync('loop', join(folder, 'loop'));

const memory = new WebAssembly.Memory({ initial: 1 });
const wasi = new WASI({ version: 'preview1', args: ['a', 'bc'], env: { X: '1' }, preopens: { '/sandbox': folder } });
wasi.finalizeBindings({ exports: { memory } });
const calls = wasi.wasiImport;
const bytes = Buffer.from(memory.buffer);
const view = new DataView(memory.buffer);
const word = (address) => view.getUint32(address, true);
const path = (text) => [1000, bytes.write(text, 1000)];
const ALL = (1n << 28n) - 1n;

function open(name, { lookup = 1, oflags = 0, base = 2n, fdflags = 0 } = {}) {
  const errno = calls.path_open(3, lookup, ...path(name), oflags, base, 0n, fdflags, 16);
  return errno ? -errno : word(16);
}

console.log(Object.keys(calls).join(' '));
console.log(
  'args',
  calls.args_sizes_get(0, 4),
  word(0),
  word(4),
  calls.args_get(100, 200),
  bytes.toString('latin1', 200, 205),
);
console.log('environ', calls.environ_sizes_get(0, 4), word(0), word(4));
console.log(
  'prestat',
  calls.fd_prestat_get(3, 64),
  word(68),
  calls.fd_prestat_dir_name(3, 100, 8),
  bytes.toString('latin1', 100, 108),
);
console.log(
  'prestat of others',
  calls.fd_prestat_get(0, 64),
  calls.fd_prestat_get(9, 64),
  calls.fd_prestat_dir_name(3, 100, 1),
);
console.log('bad arguments', calls.fd_close(), calls.fd_close('x'), calls.fd_close(99), calls.args_sizes_get(65535, 0));

const fd = open('file', { base: 2n | 4n | 32n | (1n << 21n) });
console.log(
  'open',
  fd,
  open('missing'),
  open('../x'),
  open('/etc/passwd'),
  open('out/passwd'),
  open('loop'),
  open('link', { lookup: 0 }),
);
view.setUint32(300, 400, true);
view.setUint32(304, 3, true);
view.setUint32(308, 410, true);
view.setUint32(312, 100, true);
console.log(
  'read',
  calls.fd_read(fd, 300, 2, 16),
  word(16),
  bytes.toString('latin1', 400, 403),
  bytes.toString('latin1', 410, 428),
);
console.log(
  'seek',
  calls.fd_seek(fd, 4n, 0, 16),
  word(16),
  calls.fd_tell(fd, 16),
  word(16),
  calls.fd_seek(fd, -99n, 0, 16),
  calls.fd_seek(fd, 0n, 9, 16),
);
console.log('pread', calls.fd_pread(fd, 300, 1, 4n, 16), word(16), bytes.toString('latin1', 400, 403));
console.log('filestat', calls.fd_filestat_get(fd, 64), bytes[64 + 16], view.getBigUint64(64 + 32, true));
console.log('not allowed', calls.fd_write(fd, 300, 1, 16), calls.fd_sync(fd), calls.fd_readdir(fd, 0, 10, 0n, 16));
console.log('close', calls.fd_close(fd), calls.fd_close(fd));

const made = open('made', { oflags: 1 | 4, base: 2n | 64n | 4n });
console.log(
  'create',
  made,
  open('made', { oflags: 1 | 4 }),
  open('file', { oflags: 2 }),
  open('inner', { oflags: 2, base: 0n }),
);
bytes.write('written', 400);
view.setUint32(304, 7, true);
console.log('write', calls.fd_write(made, 300, 1, 16), word(16), calls.fd_pwrite(made, 300, 1, 10n, 16));
console.log(
  'path stat',
  calls.path_filestat_get(3, 1, ...path('link'), 64),
  bytes[64 + 16],
  calls.path_filestat_get(3, 0, ...path('link'), 64),
  bytes[64 + 16],
);
console.log('size', calls.path_filestat_get(3, 1, ...path('made'), 64), view.getBigUint64(64 + 32, true));
console.log(
  'readlink',
  calls.path_readlink(3, ...path('link'), 500, 20, 16),
  word(16),
  bytes.toString('latin1', 500, 504),
);
console.log(
  'directories',
  calls.path_create_directory(3, ...path('new')),
  calls.path_create_directory(3, ...path('new')),
  calls.path_remove_directory(3, ...path('new')),
  calls.path_remove_directory(3, ...path('new')),
);
console.log(
  'unlink',
  calls.path_unlink_file(3, ...path('made')),
  calls.path_unlink_file(3, ...path('made')),
  calls.path_unlink_file(3, ...path('../x')),
);

const names = [];
calls.fd_readdir(3, 2000, 1000, 0n, 16);
for (let at = 2000; at < 2000 + word(16); ) {
  const length = word(at + 16);
  names.push(`${bytes.toString('latin1', at + 24, at + 24 + length)}:${bytes[at + 20]}`);
  at += 24 + length;
}
console.log('readdir', names.filter((name) => !name.startsWith('.')).sort());
console.log(
  'clocks',
  calls.clock_time_get(0, 0n, 16),
  view.getBigUint64(16, true) > 10n ** 18n,
  calls.clock_time_get(9, 0n, 16),
);
view.setBigUint64(3000, 77n, true);
bytes[3008] = 0;
view.setUint32(3016, 1, true);
view.setBigUint64(3024, 5_000_000n, true);
const start = performance.now();
console.log(
  'poll',
  calls.poll_oneoff(3000, 3100, 1, 16),
  word(16),
  view.getBigUint64(3100, true),
  performance.now() - start >= 4,
);
console.log('poll nothing', calls.poll_oneoff(3000, 3100, 0, 16), 'yield', calls.sched_yield());
console.log('random', calls.random_get(600, 16), new Set(bytes.subarray(600, 616)).size > 3);
console.log(
  'rights',
  calls.fd_fdstat_set_rights(3, ALL << 8n, 0n),
  calls.fd_fdstat_set_rights(3, 0n, 0n),
  open('file'),
);
rmSync(folder, { recursive: true });
