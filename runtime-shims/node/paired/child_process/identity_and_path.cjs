// uid and gid, argv0, PATH, shebangs, what cannot be executed.
const { spawnSync, spawn } = require('node:child_process');
const fs = require('node:fs');
console.log(String(spawnSync(process.execPath, ['-p', 'process.argv0'], { argv0: 'another name' }).stdout));
fs.mkdirSync('bin_of_test', { recursive: true });
fs.writeFileSync('bin_of_test/hello', '#!/usr/bin/env node\nconsole.log("hello", process.argv.slice(2));\n', {
  mode: 0o755,
});
fs.writeFileSync('bin_of_test/plain', 'echo plain $1\n', { mode: 0o755 });
fs.writeFileSync('bin_of_test/closed', 'echo never', { mode: 0o644 });
const env = { ...process.env, PATH: `${process.cwd()}/bin_of_test:${process.env.PATH}` };
for (const name of ['hello', 'plain', 'closed', 'nowhere', './bin_of_test/hello', '']) {
  try {
    const { status, stdout, error } = spawnSync(name, ['a'], { env });
    console.log(name, status, String(stdout).trim(), error?.code, error?.message);
  } catch (error) {
    console.log(error.code);
  }
}
const missing = spawn('nowhere');
missing.on('error', (error) => console.log(error.code, error.syscall, error.path, error.spawnargs, missing.pid));
missing.on('close', (code) => console.log('close', code));
console.log(spawnSync('node', ['-p', '1'], { cwd: '/no/such/folder' }).error.code);
fs.rmSync('bin_of_test', { recursive: true });
