// What node says of options that are unknown or contradict each other, and of files of variables.
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { basename } = require('node:path');

writeFileSync('/tmp/variables.env', 'NAME="two words"\nNODE_OPTIONS="--title=mine"\n');
const lines = [
  '--no-such-option',
  '--check -e 1',
  '--test -e 1',
  '--watch --test --test-force-exit',
  '--unhandled-rejections=maybe -p 1',
  '--input-type=text -e 1',
  '--use-openssl-ca --use-bundled-ca -p 1',
  '--secure-heap=3 -p 1',
  '--cpu-prof-dir=there -p 1',
  '--title= -p 1',
  '-r',
  '--env-file=/tmp/missing.env -p 1',
  '--env-file /tmp/variables.env -p process.env.NAME',
  '--allow-natives-syntax -p 1',
];
for (const line of lines) {
  const { stdout, stderr, status } = spawnSync(process.execPath, line.split(' '), { encoding: 'utf8' });
  console.log(line, status, stdout.trim(), stderr.trim().replace(process.execPath, basename(process.execPath)));
}
