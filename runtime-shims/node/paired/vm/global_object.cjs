// The global object of a context and the sandbox behind it: own properties, what is read-only, frozen or the same.
const vm = require('node:vm');
const attempt = (code, context) => {
  try {
    return vm.runInContext(code, context, 'attempt.js');
  } catch (error) {
    return `${error.name}: ${error.message.replace(/ of object.*/, '')}`;
  }
};
const sandbox = vm.createContext({ a: 1 });
sandbox.self = sandbox;
console.log(Reflect.ownKeys(sandbox));
console.log(
  attempt('[this === self, this === globalThis, "a" in this, "Array" in this, Object.keys(this).join()]', sandbox),
);
attempt('Object.defineProperty(this, "fixed", { value: 42 })', sandbox);
for (const code of [
  'fixed = 0; fixed',
  '"use strict"; fixed = 0',
  'delete fixed',
  '"use strict"; undeclared = 1',
  'typeof undeclared',
]) {
  console.log(code, '→', attempt(code, sandbox));
}
console.log(Object.getOwnPropertyDescriptor(sandbox, 'fixed'));
attempt('var declared = 1; function f() {} delete declared; delete f; loose = 2; delete loose', sandbox);
console.log(['declared', 'f', 'loose'].map((name) => name in sandbox));
const vanilla = vm.createContext(vm.constants.DONT_CONTEXTIFY);
console.log(attempt('globalThis', vanilla) === vanilla, Object.keys(vanilla), vm.isContext(vanilla));
attempt('globalThis.x = 1; y = 2; Object.freeze(globalThis)', vanilla);
for (const code of ['x = 5; x', 'z = 1', 'z', 'globalThis.w = 3; globalThis.w', 'y'])
  console.log(code, '→', attempt(code, vanilla));
const locked = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
for (const code of [
  'eval("1")',
  'new Function("1")',
  'new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))',
]) {
  console.log(attempt(code, locked).split(':')[0]);
}
const guarded = vm.createContext(
  new Proxy(
    { b: 2 },
    {
      getOwnPropertyDescriptor() {
        throw new Error('not asked');
      },
    },
  ),
);
console.log(attempt('1 + 1', guarded));
try {
  vm.runInContext('1;\n  throw new Error("shown")', sandbox, { filename: 'shown.js', lineOffset: 10 });
} catch (error) {
  console.log(error.stack.split('\n').slice(0, 6).join('\n'));
}
const script = new vm.Script('1 + 2', { produceCachedData: true });
console.log(script.cachedDataProduced, script.cachedData instanceof Buffer);
console.log(
  [
    ['1 + 2', script.cachedData],
    ['1 + 33', script.createCachedData()],
  ].map(([code, cachedData]) => new vm.Script(code, { cachedData }).cachedDataRejected),
);
