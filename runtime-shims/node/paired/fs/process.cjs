const fs = require('node:fs');
const os = require('node:os');
console.log(typeof process.pid, typeof process.ppid, process.argv.length, process.execArgv, typeof process.title);
console.log(process.hrtime().length, process.hrtime.bigint() > 0n, process.hrtime([0, 0])[1] < 1e9);
const before = process.hrtime.bigint();
console.log(process.hrtime.bigint() >= before, process.uptime() > 0, process.uptime() < 60);
console.log(Object.keys(process.memoryUsage()), process.memoryUsage.rss() > 0, Object.keys(process.cpuUsage()));
console.log(Object.keys(process.resourceUsage()), process.availableMemory() > 0, process.constrainedMemory() >= 0);
const mask = process.umask(0o027);
console.log(process.umask().toString(8), process.umask(mask).toString(8));
const start = process.cwd();
process.chdir(os.tmpdir());
console.log(process.cwd() === fs.realpathSync(os.tmpdir()));
process.chdir(start);
try {
  process.chdir('/nowhere');
} catch (error) {
  console.log(error.code, error.syscall, error.dest, Object.keys(error).join());
}
console.log(process.kill(process.pid, 0));
for (const [pid, signal] of [
  [999999, 0],
  [process.pid, 'SIGNOPE'],
  [process.pid, 999],
]) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    console.log(error.name, error.message, error.code, error.syscall);
  }
}
process.on('SIGUSR2', (name, number) => {
  console.log('caught', name, number);
  process.removeAllListeners('SIGUSR2');
  process.exitCode = 3;
});
process.kill(process.pid, 'SIGUSR2');
const alive = setTimeout(() => {}, 200);
void alive;
process.on('exit', (code) => console.log('exit', code, process.exitCode));
