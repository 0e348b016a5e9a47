// Signals to a child: the default action, one that is caught, one that is not there.
const { spawn } = require('node:child_process');
const run = (script, signal) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => {
      console.log('kill', signal, child.kill(signal), child.killed);
      child.stdout.on('data', (data) => console.log('child says', String(data).trim()));
    });
    child.on('exit', (code, by) => console.log('exit', code, by, child.signalCode));
    child.on('close', () => {
      console.log('kill again', child.kill());
      resolve();
    });
  });
const waiting = 'console.log("up"); setInterval(() => {}, 1000);';
run(waiting)
  .then(() => run(waiting, 'SIGKILL'))
  .then(() => run(`process.on('SIGINT', () => { console.log('caught'); process.exit(4); }); ${waiting}`, 'SIGINT'))
  .then(() => {
    try {
      process.kill(2 ** 22 + 5, 0);
    } catch (error) {
      console.log(error.code, error.syscall);
    }
  });
