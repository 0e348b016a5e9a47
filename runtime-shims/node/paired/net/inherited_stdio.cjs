// stdio by inheritance and by descriptor; a file as the output of a child.
const { spawnSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
console.log('before');
spawnSync(process.execPath, ['-e', 'console.log("inherited"); console.error("")'], {
  stdio: ['ignore', 'inherit', 'ignore'],
});
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'out-')), 'log');
const fd = fs.openSync(file, 'w');
const child = spawn(process.execPath, ['-e', 'console.log("into a file"); console.error("and this")'], {
  stdio: ['ignore', fd, fd],
});
console.log(child.stdin, child.stdout, child.stderr);
child.on('close', (code) => {
  fs.closeSync(fd);
  console.log(code, JSON.stringify(fs.readFileSync(file, 'utf8')));
  const extra = spawn(process.execPath, ['-e', 'require("fs").writeSync(3, "fourth descriptor")'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  extra.stdio[3].on('data', (data) => console.log(String(data)));
  extra.on('close', (status) => console.log('after', status));
});
