// A detached child leads a group of its own and outlives its parent's interest.
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], {
  detached: true,
});
child.stdout.once('data', () => {
  process.kill(-child.pid, 'SIGTERM');
});
child.on('exit', (code, signal) => {
  console.log(code, signal);
  try {
    process.kill(-child.pid, 0);
  } catch (error) {
    console.log(error.code, error.syscall);
  }
  const orphan = spawn(process.execPath, ['-e', ''], { detached: true, stdio: 'ignore' });
  orphan.unref();
  console.log(typeof orphan.pid);
});
