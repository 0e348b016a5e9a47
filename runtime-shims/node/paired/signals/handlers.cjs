// Handlers instead of the default actions; once; removal brings the default back.
const { spawn } = require('node:child_process');
if (process.argv[2] === 'child') {
  const timer = setInterval(() => {}, 1000);
  process.on('SIGTERM', (name, number) => console.log('got', name, number));
  process.once('SIGUSR2', (name) => console.log('once', name));
  process.on('SIGINT', () => console.log('int'));
  process.on('SIGHUP', () => {
    process.removeAllListeners('SIGINT');
    console.log('removed');
  });
  process.on('SIGWINCH', () => {
    clearInterval(timer);
    console.log('winch');
  });
  console.log('ready');
} else {
  const steps = ['SIGTERM', 'SIGUSR2', 'SIGINT', 'SIGHUP', process.argv[2] ? 'SIGWINCH' : 'SIGINT'];
  const child = spawn(process.execPath, [__filename, 'child']);
  child.stdout.setEncoding('utf8').on('data', (text) => {
    console.log(text.trim());
    child.kill(steps.shift());
  });
  child.on('exit', (code, signal) => console.log(code, signal));
}
