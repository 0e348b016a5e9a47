// process.execve: the same process goes on as another program.
const { spawnSync } = require('node:child_process');
const { openSync, readFileSync } = require('node:fs');
const { Worker } = require('node:worker_threads');

function become(file, args, env, ...flags) {
  const program = `
    process.on('exit', () => console.log('exit'));
    process.execve(${JSON.stringify(file)}, ${JSON.stringify(args)}, ${JSON.stringify(env)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' });
  console.log(status, stdout, /\n(\w*Error:.*)/.exec(stderr)?.[1], /code: .*/.exec(stderr)?.[0]);
}

if (process.argv[2] === undefined) {
  become('/bin/sh', ['sh', '-c', 'echo $0 $WORD; exit 3', 'zero'], { WORD: 'given' });
  become('/nowhere', [], {});
  become('/', [], {});
  become(process.execPath, ['node', '-v'], {}, '--permission');
  openSync(__filename);
  new Worker('setInterval(() => {}, 1000)', { eval: true }).on('online', () => {
    process.chdir('/');
    const args = ['node', '--no-warnings', __filename, String(process.pid), readFileSync(__filename).length];
    process.execve(process.execPath, args.map(String), { ONLY: 'this' });
  });
} else {
  const [pid, length] = process.argv.slice(2).map(Number);
  console.log(pid === process.pid, length === readFileSync(__filename).length, process.execArgv, process.env.ONLY);
  console.log(process.env.PATH, process.cwd(), openSync(__filename) < 40);
}
