// The permission model: what is refused, by which error, with and without grants.
const { spawnSync } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');

mkdirSync('/tmp/permissions/inside', { recursive: true });
writeFileSync('/tmp/permissions/inside/read.txt', 'readable');

const program = `
const fs = require('node:fs');
const attempt = (name, action) => {
  try {
    console.log(name, String(action()));
  } catch ({ code, permission, resource, message }) {
    console.log(name, code, permission, resource, message);
  }
};
attempt('read inside', () => fs.readFileSync('/tmp/permissions/inside/read.txt'));
attempt('read outside', () => fs.readFileSync('/etc/passwd'));
attempt('stat outside', () => fs.statSync('/etc/passwd'));
attempt('write', () => fs.writeFileSync('/tmp/permissions/inside/new.txt', ''));
attempt('rename', () => fs.renameSync('/etc/passwd', '/tmp/permissions/inside/new.txt'));
attempt('mkdir', () => fs.mkdirSync('/tmp/permissions/inside/new'));
attempt('readdir', () => fs.readdirSync('/etc'));
attempt('spawn', () => require('node:child_process').spawnSync('ls'));
attempt('has', () => ['fs.read', 'fs.write', 'child', 'worker', 'net'].map((scope) => process.permission.has(scope)));
attempt('has path', () => process.permission.has('fs.read', '/tmp/permissions/inside/x'));
attempt('has other path', () => process.permission.has('fs.read', '/tmp/permissions/x'));
`;
for (const grants of [
  [],
  ['--allow-fs-read=/tmp/permissions/inside'],
  ['--allow-fs-read=*', '--allow-child-process'],
]) {
  const { stdout, status } = spawnSync(process.execPath, ['--no-warnings', '--permission', ...grants, '-e', program]);
  console.log(grants.join(' '), status);
  if (!grants.includes('--allow-child-process')) console.log(String(stdout));
}
