// Contexts: their globals, isolation of names, isContext, timeouts of nothing, and results.
const vm = require('node:vm');
const sandbox = { count: 2, log: (...words) => console.log('in', ...words) };
const context = vm.createContext(sandbox);
console.log(
  vm.isContext(sandbox),
  vm.isContext({}),
  context === sandbox,
  vm.runInContext('count *= 21; var made = "here"; log(typeof process, typeof console, this.made); count', context),
  sandbox.made,
);
const script = new vm.Script('total = (typeof total === "undefined" ? 0 : total) + 1', { filename: 'counter.js' });
for (let i = 0; i < 3; i++) script.runInContext(context);
console.log(sandbox.total, script.runInNewContext({ total: 10 }));
console.log(vm.runInNewContext('x + y', { x: 1, y: 2 }), vm.runInThisContext('typeof require'), typeof globalThis.leak);
vm.runInContext('function f() { return arguments.length } leak = 1; let hidden = 2', context);
console.log(sandbox.f(1, 2, 3), sandbox.leak, 'hidden' in sandbox, vm.runInContext('hidden', context));
try {
  vm.runInContext('missing.thing', context);
} catch (error) {
  console.log(error.name, error.message);
}
try {
  new vm.Script('let 5', { filename: 'bad.js' });
} catch (error) {
  console.log(error.name, error.stack.split('\n')[0]);
}
try {
  vm.runInContext('1', {});
} catch (error) {
  console.log(error.code);
}
console.log(vm.runInContext('delete count; typeof count', context), 'count' in sandbox, Object.keys(sandbox).join());
