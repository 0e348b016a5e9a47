// vm.SourceTextModule: what is refused while linking, and the two phases of a request.
const { spawnSync } = require('node:child_process');
const program = `
const { SourceTextModule, compileFunction, runInThisContext } = require('node:vm');
const told = (action) => {
  try {
    console.log(action());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
const leaf = new SourceTextModule('export default 1');
const other = new SourceTextModule('export default 2');
const linked = (source, ...modules) => {
  const made = new SourceTextModule(source, { identifier: 'file://made' });
  made.linkRequests(modules);
  return made;
};
told(() => new SourceTextModule('').instantiate());
told(() => linked('import "a"', leaf, other));
told(() => linked('import "a"; import source x from "a"', leaf, other));
told(() => linked('import source x from "a"', leaf).instantiate());
const unlinked = new SourceTextModule('import "b"', { identifier: 'file://unlinked' });
told(() => linked('import "a"', unlinked).instantiate());
told(() => linked('import source from "a"; export { source }', leaf).moduleRequests);
told(() => linked('import source from from "a"; import source $x from "b"', leaf, other).moduleRequests);
told(() => compileFunction('return a', ['a', 'b']).toString());
told(() => compileFunction('}); (function () {'));
told(() => runInThisContext('var kept = 1; delete kept; [kept, Object.getOwnPropertyDescriptor(globalThis, "kept")]'));
const lazy = new SourceTextModule('import.source("x").catch(({ code, message }) => console.log(code, message))', {
  importModuleDynamically(specifier, referrer, attributes, phase) {
    console.log(specifier, phase);
    return leaf;
  },
});
lazy.linkRequests([]);
lazy.instantiate();
lazy.evaluate();
`;
const flags = ['--experimental-vm-modules', '--no-warnings'];
const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' });
console.log(stdout, stderr);
