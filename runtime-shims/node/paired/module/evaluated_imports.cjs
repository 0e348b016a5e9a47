// `import()` in texts that are evaluated: its referrer is the script that evaluates them.
const { basename } = require('node:path');
let local = 'nobody';

async function main() {
  local = 'scope of the caller';
  console.log(local.length);
  const load = new Function('name', 'return import(name)');
  console.log((await load('./function_text/changing.mjs')).changing, (await load('node:path')).basename === basename);
  console.log(load.toString(), load.name, load.length);
  const nested = Function('a', 'b = import("node:os")', '// import(\nreturn b.then((os) => [a, typeof os.cpus])');
  console.log(await nested(1));
  const { constructor: AsyncFunction } = main;
  console.log(await new AsyncFunction('return (await import("node:util")).format("%d", 7)')());
  const steps = new function* () {}.constructor('yield import("node:fs")')();
  console.log(typeof (await steps.next().value).readFileSync);
  const all = async function* () {}.constructor('yield import("node:fs"); yield 2')();
  for await (const value of all) console.log(typeof value);

  console.log(await eval('import("node:path").then(({ basename }) => [basename("/a/b"), local])'));
  console.log(await eval(`eval('import("./function_text/changing.mjs")')`).then((module) => typeof module.change));
  var eval_ = (0, eval)('1 + 1');
  console.log(eval_, eval('local'), eval('local', 1), eval({ not: 'a text' }), eval());
  console.log(eval('(name) => import(name)').toString(), eval('var late = 5; late'), late);
  (function (eval) {
    console.log(eval('import(x)'));
  })((text) => text);
  console.log((() => eval('import(x)')).toString());
  for (const text of ['import(', 'return import(x) }', 'import.meta', 'await import(x)']) {
    try {
      new Function(text);
      console.log('compiled', text);
    } catch (error) {
      console.log(error.name, error instanceof SyntaxError);
    }
  }
  await new Function('return import("./missing.mjs")')().catch((error) => console.log(error.code));
}

// The constructors are the ones that every function leads to.
class Callable extends Function {
  constructor(text) {
    super('name', text);
  }
}
const callable = new Callable('return import(name)');
console.log(callable instanceof Callable, callable instanceof Function, main.constructor.name, Callable.name);
console.log(Function.prototype.constructor === Function, Object.getPrototypeOf(main.constructor) === Function);
console.log(main.constructor === Function, (() => 1).constructor === Function, Function.length, Function.name);
console.log(Object.getOwnPropertyNames(Function), Object.getOwnPropertyDescriptor(Function, 'prototype').writable);
console.log(new Function()(), Function('a,b', 'return a + b')(1, 2), `${new Function('a', 'b', 'return a')}`);
main()
  .then(() => callable('node:os'))
  .then((os) => console.log(typeof os.cpus));
