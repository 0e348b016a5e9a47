// A stopped process does nothing until it is continued.
const { spawn } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('SIGCONT', () => process.send('continued'));
  process.on('message', (message) => process.send(message));
  process.send('ready');
} else {
  const child = spawn(process.execPath, [__filename, 'child'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let stopped = false;
  const heard = [];
  child.on('message', (message) => {
    if (stopped) console.log('not while it is stopped');
    heard.push(message);
    if (message === 'ready') {
      child.kill('SIGSTOP');
      setTimeout(() => {
        stopped = true;
        child.send('while stopped');
        setTimeout(() => {
          stopped = false;
          child.kill('SIGCONT');
        }, 200);
      }, 100);
    }
    if (heard.length === 3) {
      console.log(heard.sort());
      child.kill();
    }
  });
  child.on('exit', (code, signal) => console.log(code, signal));
}
