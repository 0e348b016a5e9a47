// Exit codes as the parent reads them.
const { spawnSync } = require('node:child_process');
for (const program of [
  '',
  'process.exit(1)',
  'process.exit(256)',
  'process.exit(-1)',
  'process.exitCode = 12',
  'throw 1',
  'Promise.reject()',
  'process.abort()',
  'await new Promise(() => {})',
  'process.on("uncaughtException", () => { throw 2 }); throw 1',
  'syntax error',
]) {
  const { status, signal } = spawnSync(process.execPath, [
    program.startsWith('await') ? '--input-type=module' : '--no-warnings',
    '-e',
    program,
  ]);
  console.log(program.padEnd(30), status, signal);
}
