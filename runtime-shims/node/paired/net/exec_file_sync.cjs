// execFileSync and spawnSync of node itself: output, input, status, signal, time-out, buffer limit.
const { execFileSync, spawnSync, execSync } = require('node:child_process');
const node = process.execPath;
console.log(execFileSync(node, ['-p', '6*7'], { encoding: 'utf8' }).trim());
console.log(execFileSync(node, ['-e', 'process.stdin.pipe(process.stdout)'], { input: 'through the pipe' }).toString());
const failed = spawnSync(node, ['-e', 'console.log("out"); console.error("err"); process.exit(9)'], {
  encoding: 'utf8',
});
console.log(failed.status, failed.signal, failed.output, typeof failed.pid);
try {
  execFileSync(node, ['-e', 'process.exit(2)'], { stdio: 'pipe' });
} catch (error) {
  console.log(error.status, error.signal, error.message.replace(node, 'node'));
}
const killed = spawnSync(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 400 });
console.log(
  killed.status,
  killed.signal,
  killed.error.code,
  killed.error.errno,
  killed.error.syscall.replace(node, 'node'),
);
const large = spawnSync(node, ['-e', 'process.stdout.write("x".repeat(300000))'], { maxBuffer: 1 << 20 });
console.log(large.status, large.stdout.length, large.stderr.length);
const over = spawnSync(node, ['-e', 'process.stdout.write("x".repeat(300000))'], { maxBuffer: 1000 });
console.log(over.error.code, over.stdout.length >= 1000);
console.log(execSync('echo from the shell').toString().trim());
