// SIGPIPE is ignored: writing to nobody is EPIPE.
const { spawn } = require('node:child_process');
// Destroying process.stdin would not close it: libuv leaves the descriptors 0, 1 and 2 open.
const child = spawn(process.execPath, ['-e', "require('node:fs').closeSync(0); setInterval(() => {}, 1000)"]);
child.stdin.on('error', (error) => {
  console.log(error.code, error.syscall);
  child.kill();
});
const write = () => child.stdin.write('x'.repeat(100), (error) => (error ? undefined : setTimeout(write, 10)));
write();
child.on('exit', (code, signal) => console.log(code, signal));
