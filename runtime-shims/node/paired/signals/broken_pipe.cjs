// SIGPIPE is ignored: writing to nobody is EPIPE.
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'process.stdin.destroy(); setTimeout(() => {}, 2000)']);
child.stdin.on('error', (error) => console.log(error.code, error.syscall));
const write = () => child.stdin.write('x'.repeat(100), (error) => (error ? undefined : setTimeout(write, 10)));
write();
child.on('exit', (code, signal) => console.log(code, signal));
