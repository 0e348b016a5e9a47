// What is and what is not a terminal.
const tty = require('node:tty');
console.log([0, 1, 2, 99, -1, 1.5, 'x'].map((fd) => (fd === 0 ? 'stdin' : tty.isatty(fd))).slice(3));
for (const fd of [-1, 'x', 2 ** 31]) {
  try {
    new tty.ReadStream(fd);
  } catch (error) {
    console.log(error.code, error.name, error.message);
  }
}
const { openSync, closeSync } = require('node:fs');
const file = openSync(__filename);
try {
  new tty.WriteStream(file);
} catch (error) {
  console.log(error.code, error.message, error.syscall, error.errno);
}
closeSync(file);
console.log(process.stdout.isTTY === undefined || process.stdout.isTTY === true);
