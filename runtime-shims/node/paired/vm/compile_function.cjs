// compileFunction: parameters, context extensions, errors, and a module loader made of it.
const vm = require('node:vm');
const add = vm.compileFunction('return a + b + (typeof extra === "undefined" ? 0 : extra)', ['a', 'b'], {
  contextExtensions: [{ extra: 10 }],
});
console.log(add(1, 2), add.length, typeof add.prototype);
const load = (source) => {
  const module = { exports: {} };
  vm.compileFunction(source, ['module', 'exports', 'require'], { filename: 'loaded.js' })(
    module,
    module.exports,
    require,
  );
  return module.exports;
};
console.log(load('exports.os = typeof require("node:os").cpus; exports.two = 1 + 1'));
for (const bad of [
  () => vm.compileFunction('', [], { parsingContext: {} }),
  () => vm.compileFunction('', [1]),
  () => vm.compileFunction(5),
  () => vm.compileFunction('', null),
  () => vm.compileFunction('', [], { filename: 5 }),
])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code);
  }
