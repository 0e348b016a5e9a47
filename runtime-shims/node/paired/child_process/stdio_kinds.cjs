// pipe, ignore, a descriptor, a stream, an extra pipe.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const file = fs.openSync('stdio_kinds.txt', 'w+');
const child = spawn(
  process.execPath,
  [
    '-e',
    'console.log("to fd"); console.error("to stream"); require("fs").writeSync(3, "to 3"); require("fs").writeSync(4, "to 4")',
  ],
  { stdio: ['ignore', file, fs.createWriteStream(null, { fd: file, autoClose: false }), 'pipe', 'pipe'] },
);
console.log(
  child.stdio.map((stream) => stream?.constructor.name ?? null),
  child.stdout,
  child.stdin,
);
const heard = [];
child.stdio[3].on('data', (data) => heard.push(String(data)));
child.stdio[4].on('data', (data) => heard.push(String(data)));
child.on('close', (code) => {
  console.log(code, heard.sort(), fs.readFileSync('stdio_kinds.txt', 'utf8'));
  fs.unlinkSync('stdio_kinds.txt');
});
