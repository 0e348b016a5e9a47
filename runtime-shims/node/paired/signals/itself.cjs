// Signals that a process sends itself.
process.on('SIGUSR2', (name) => {
  console.log('handled', name);
  process.removeAllListeners('SIGUSR2');
  process.kill(process.pid, 'SIGWINCH');
  process.kill(process.pid, 'SIGCONT');
  console.log(process.kill(process.pid, 0));
  for (const bad of [
    () => process.kill(process.pid, 'SIGFOO'),
    () => process.kill(process.pid, 99),
    () => process.kill(99999999, 0),
    () => process.kill('x'),
  ]) {
    try {
      bad();
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  setTimeout(() => console.log('end'), 1);
});
process.kill(process.pid, 'SIGUSR2');
setTimeout(() => {}, 20);
