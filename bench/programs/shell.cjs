// The shell and pipes between processes: `node shell.cjs FOLDER`, a folder in memory for the file.
const { spawnSync } = require('node:child_process');
const { closeSync, openSync, rmSync, writeSync } = require('node:fs');
const { join } = require('node:path');

const file = join(process.argv[2] ?? '/tmp', 'hundred-megabytes');
const megabyte = Buffer.alloc(1_000_000, 'wardian\n');
const fd = openSync(file, 'w');
for (let i = 0; i < 100; i++) writeSync(fd, megabyte);
closeSync(fd);

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/** Microseconds of the median run, of those behind the first two. */
function measure(name, command, runs) {
  const times = [];
  for (let i = 0; i < runs + 2; i++) {
    const start = process.hrtime.bigint();
    const { status, stdout } = spawnSync('sh', ['-c', command]);
    if (i > 1) times.push(Number(process.hrtime.bigint() - start) / 1000);
    if (status !== 0 || (command !== 'true' && String(stdout).trim() !== '100000000'))
      throw new Error(`${name}: ${status} ${stdout}`);
  }
  console.log(JSON.stringify({ name, microseconds: median(times) }));
}

measure('sh -c true, spawn to exit', 'true', 40);
measure('cat 100 MB | wc -c', `cat '${file}' | wc -c`, 5);
rmSync(file);
