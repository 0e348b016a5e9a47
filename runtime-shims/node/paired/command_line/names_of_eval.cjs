// `-e` may declare the names that it is given.
const { spawnSync } = require('node:child_process');
for (const program of [
  'const module = 1, exports = 2; console.log(module, exports)',
  'let require = 3; console.log(require)',
  'class __filename {} console.log(__filename.name)',
  'var module = 4; console.log(module)',
]) {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  console.log(stdout, stderr);
}
