// A child of our own: arguments, environment, directory, streams, exit code, events in order.
const { spawn } = require('node:child_process');
const script = `
  const fs = require('node:fs');
  process.stdin.setEncoding('utf8');
  let text = '';
  process.stdin.on('data', (part) => { text += part; });
  process.stdin.on('end', () => {
    console.log(JSON.stringify({ args: process.argv.slice(1), env: process.env.COLOUR, cwd: process.cwd(), text }));
    console.error('to stderr');
    process.exitCode = 7;
  });`;
const child = spawn(process.execPath, ['-e', script, 'one', 'two words'], {
  cwd: '/',
  env: { ...process.env, COLOUR: 'green' },
});
console.log(typeof child.pid, child.spawnfile === process.execPath, child.spawnargs.length, child.exitCode);
child.on('spawn', () => console.log('spawn'));
const out = [];
const err = [];
child.stdout.on('data', (data) => out.push(data));
child.stderr.on('data', (data) => err.push(data));
child.on('exit', (code, signal) => console.log('exit', code, signal, child.exitCode));
child.on('close', (code, signal) => {
  console.log('close', code, signal);
  console.log(Buffer.concat(out).toString(), Buffer.concat(err).toString());
});
child.stdin.write('line one\n');
child.stdin.end('line two\n');
