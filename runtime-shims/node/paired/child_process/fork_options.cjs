// execArgv, env, cwd, silent, stdio of fork.
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') {
  console.log(
    process.execArgv,
    process.env.NAME,
    process.cwd() === require('node:fs').realpathSync('/tmp'),
    process.argv.slice(2),
  );
  console.error('to stderr');
  process.send(process.channel !== undefined && process.connected);
  process.disconnect();
} else {
  const child = fork(__filename, ['child', 'two words'], {
    execArgv: ['--no-warnings'],
    env: { ...process.env, NAME: 'value' },
    cwd: '/tmp',
    silent: true,
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (text[name] += data));
  child.on('message', (message) => console.log('message', message));
  child.on('close', (code) => console.log(code, text, child.stdin !== null, child.spawnargs.length, child.exitCode));
}
