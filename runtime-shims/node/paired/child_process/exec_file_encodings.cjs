// execFile and spawn with encodings, arguments that need no quoting, input, and a large output.
const { execFile, execFileSync, spawn, spawnSync } = require('node:child_process');
const node = process.execPath;
execFile(
  node,
  ['-p', 'JSON.stringify(process.argv.slice(1))', '--', 'a b', '$HOME', '"q"', '', 'é'],
  (error, out, err) => {
    console.log(error, out.trim(), err);
    const child = spawn(node, ['-e', 'process.stdin.pipe(process.stdout)']);
    child.stdout.setEncoding('utf8');
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
    });
    child.on('close', (...ends) => {
      console.log(text, ends, child.exitCode, child.killed, child.spawnargs.length);
      sync();
    });
    child.stdin.write('part ');
    child.stdin.end('and end');
  },
);
function sync() {
  console.log(
    execFileSync(node, ['-p', '"x".repeat(3)'], { encoding: 'latin1' }).trim(),
    spawnSync(node, ['-e', 'process.stdout.write(Buffer.alloc(100000, 97)); process.stderr.write("e")']).stdout.length,
    spawnSync(node, ['-'], { input: 'console.log("from stdin", __filename)' }).stdout.toString().trim(),
  );
  try {
    execFileSync(node, ['-e', 'console.error("why"); process.exit(4)'], { stdio: 'pipe' });
  } catch (error) {
    console.log(error.status, error.signal, String(error.stderr).trim(), error.message.split('\n')[1]);
  }
}
