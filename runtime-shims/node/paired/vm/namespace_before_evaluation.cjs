// What a linked module's namespace shows before the module has run: a `var` is there, all else is not.
const { spawnSync } = require('node:child_process');
const program = `
const { SourceTextModule } = require('node:vm');
const { inspect } = require('node:util');
(async () => {
  const source = 'export const a = 1; export var b = 2; export let c; var d = 3; export { d as e }; function f() { var a; }';
  const module = new SourceTextModule(source);
  await module.link(() => {});
  console.log(inspect(module.namespace));
  console.log(module.namespace.b, module.namespace.e);
  await module.evaluate();
  console.log(inspect(module.namespace));
})();`;
const flags = ['--experimental-vm-modules', '--no-warnings'];
const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' });
console.log(stdout, stderr);
