// A file that is not there, a directory, no permission, a bad cwd.
const { spawn, spawnSync, exec } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spawn-'));
const plain = path.join(directory, 'plain');
fs.writeFileSync(plain, 'no program', { mode: 0o644 });
const attempt = (label, file, options) =>
  new Promise((resolve) => {
    const child = spawn(file, ['a'], options);
    child.on('error', (error) => {
      const { code, errno, syscall, spawnargs, message } = error;
      const anonymous = (text) => text.replaceAll(directory, 'DIR').replaceAll(process.execPath, 'NODE');
      console.log(
        label,
        { code, errno, syscall: anonymous(syscall), spawnargs, message: anonymous(message) },
        child.pid,
      );
    });
    child.on('close', (...args) => {
      console.log(label, 'close', ...args);
      resolve();
    });
    child.on('exit', (...args) => console.log(label, 'exit', ...args));
  });
attempt('missing', 'no-such-program')
  .then(() => attempt('missing path', './no/such'))
  .then(() => attempt('not executable', plain))
  .then(() => attempt('directory', directory))
  .then(() => attempt('bad cwd', process.execPath, { cwd: path.join(directory, 'nowhere') }))
  .then(() => {
    const { error, status, signal, output, pid } = spawnSync('no-such-program', ['x']);
    console.log(error.code, error.syscall, error.path, error.spawnargs, status, signal, output, pid);
    exec('exit 3', (failure) => {
      console.log(failure.code, failure.killed, failure.cmd, failure.message);
      fs.rmSync(directory, { recursive: true });
    });
  });
