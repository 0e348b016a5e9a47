// A rejection that nobody handles ends the program before the next immediate, timer or line of a module can run.
const { spawnSync } = require('node:child_process');

const programs = [
  "setImmediate(() => Promise.reject('x')); setImmediate(() => console.log('never'))",
  "setTimeout(() => Promise.reject('x'), 1); setTimeout(() => console.log('never'), 1)",
  "Promise.reject('x'); setImmediate(() => console.log('never'))",
  "Promise.reject('x').catch(() => console.log('caught')); setImmediate(() => console.log('goes on'))",
  "const p = Promise.reject('x'); process.nextTick(() => p.catch(() => console.log('in a tick')))",
  "const p = Promise.reject('x'); setImmediate(() => p.catch(() => console.log('too late')))",
  "process.on('exit', (code) => console.log('exit', code)); (async () => { await null; throw 'x'; })()",
];
for (const program of programs) {
  const { stdout, status, signal } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  console.log(JSON.stringify(stdout), status, signal);
}
