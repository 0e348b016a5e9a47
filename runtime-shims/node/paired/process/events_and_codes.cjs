// exit codes, beforeExit, warnings, hrtime, memory, and errors of process's functions.
process.removeAllListeners('warning');
process.on('beforeExit', (code) => {
  console.log('beforeExit', code);
  if (!process.once2) {
    process.once2 = true;
    setImmediate(() => console.log('once more'));
  }
});
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode);
  process.exitCode = 0;
});
process.on('warning', ({ name, code, message, detail }) => console.log(name, code, message, detail));
process.emitWarning('first', 'MyWarning', 'W01');
process.emitWarning('with detail', { type: 'Kind', code: 'W02', detail: 'more' });
process.emitWarning(Object.assign(new Error('as error'), { name: 'Odd' }));
const [seconds, nanoseconds] = process.hrtime();
console.log(
  seconds >= 0,
  nanoseconds < 1e9,
  typeof process.hrtime.bigint(),
  Object.keys(process.memoryUsage()).join(),
  typeof process.memoryUsage.rss(),
  process.uptime() > 0,
  Object.keys(process.cpuUsage()).join(),
  process.release.name,
  process.config.variables !== undefined,
  process.argv0 !== undefined,
  process.allowedNodeEnvironmentFlags.has('--no-warnings'),
);
for (const bad of [
  () => process.chdir(5),
  () => process.kill(0, 'SIGNOPE'),
  () => process.kill('x'),
  () => {
    process.exitCode = 1.5;
  },
  () => process.emitWarning(5),
  () => process.hrtime(5),
  () => process.cpuUsage({}),
  () => process.setUncaughtExceptionCaptureCallback(5),
  () => process.nextTick(5),
  () => process.umask('9'),
  () => {
    process.env[Symbol('x')] = 1;
  },
])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code, error.message.split('\n')[0]);
  }
process.exitCode = 3;
