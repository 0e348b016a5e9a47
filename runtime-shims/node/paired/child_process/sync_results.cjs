// spawnSync: output, status, signal, errors, input, limits.
const { spawnSync, execFileSync, execSync } = require('node:child_process');
const node = process.execPath;
const show = ({ status, signal, stdout, stderr, error }) =>
  console.log(
    status,
    signal,
    String(stdout),
    String(stderr),
    error && [error.code, error.syscall.split(' ')[0], error.path === node],
  );
show(spawnSync(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']));
show(spawnSync(node, ['-e', 'process.stdin.pipe(process.stdout)'], { input: 'given' }));
show(spawnSync(node, ['-e', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)']));
show(spawnSync('/no/such/program'));
show(spawnSync(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300 }));
show(spawnSync(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300, killSignal: 'SIGKILL' }));
const limited = spawnSync(node, ['-e', 'process.stdout.write("x".repeat(100000))'], { maxBuffer: 1000 });
console.log(limited.error.code, limited.stdout.length);
console.log(execFileSync(node, ['-p', '6 * 7'], { encoding: 'utf8' }));
try {
  execFileSync(node, ['-e', 'console.error("why"); process.exit(9)'], { stdio: 'pipe' });
} catch (error) {
  console.log(error.status, error.signal, String(error.stderr), error.message.includes('Command failed'));
}
console.log(execSync('echo $NAME $((1 + 2))', { env: { ...process.env, NAME: 'n' }, encoding: 'utf8' }));
try {
  execSync('exit 5', { stdio: 'ignore' });
} catch (error) {
  console.log(error.status, error.message);
}
