// A signal to a group reaches all of it and nobody else.
const { spawn } = require('node:child_process');
if (process.argv[2] === 'leader') {
  const member = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)']);
  member.stdout.once('data', () => process.stdout.write('both up'));
  process.on('SIGINT', () => {});
  member.on('exit', (code, signal) => {
    console.log(' member', code, signal);
    process.exit(7);
  });
} else {
  process.on('SIGINT', () => console.log('not reached'));
  const leader = spawn(process.execPath, [__filename, 'leader'], { detached: true });
  leader.stdout.setEncoding('utf8').on('data', (text) => {
    console.log(text.trim());
    if (text.includes('both')) process.kill(-leader.pid, 'SIGINT');
  });
  leader.on('close', (code, signal) => console.log(code, signal));
}
