// Ways to end a child and what they are told as.
const { spawn } = require('node:child_process');
const idle = () => spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)']);
(async () => {
  for (const signal of [undefined, 'SIGKILL', 'SIGINT', 9, 'SIGHUP', 'SIGUSR2', 'SIGABRT']) {
    const child = idle();
    await new Promise((resolve) => child.stdout.once('data', resolve));
    console.log(child.kill(0), child.kill(signal), child.killed);
    console.log(await new Promise((resolve) => child.on('exit', (...result) => resolve(result))));
    console.log(child.kill(), child.exitCode, child.signalCode);
  }
  try {
    idle().kill('SIGNOTHING');
  } catch (error) {
    console.log(error.code);
    process.exit();
  }
})();
