// signal, timeout and killSignal of the asynchronous calls.
const { spawn, execFile, exec } = require('node:child_process');
const idle = ['-e', 'setInterval(() => {}, 1000)'];
const controller = new AbortController();
const aborted = spawn(process.execPath, idle, { signal: controller.signal });
aborted.on('error', (error) => console.log('error', error.name, error.code));
aborted.on('close', (code, signal) => {
  console.log('aborted', code, signal);
  const late = spawn(process.execPath, idle, { timeout: 100, killSignal: 'SIGKILL' });
  late.on('close', (code2, signal2) => {
    console.log('timed out', code2, signal2, late.killed, late.signalCode);
    execFile(process.execPath, idle, { timeout: 100 }, (error) => {
      console.log(error.killed, error.signal, error.code);
      exec('sleep 5', { timeout: 100 }, (error2) => console.log(error2.killed, error2.signal, error2.code));
    });
  });
});
controller.abort();
