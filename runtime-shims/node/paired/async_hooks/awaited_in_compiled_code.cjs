// A storage's value outlives await in code that is compiled from texts: eval, Function, vm, and a worker's.
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');
const storage = new AsyncLocalStorage();
const store = () => storage.getStore();
const AsyncFunction = (async () => {}).constructor;
const AsyncGeneratorFunction = async function* () {}.constructor;
const text = '(async () => { await 0; return store(); })()';

async function visit() {
  console.log('eval', await eval(text));
  console.log('indirect eval', await (0, eval)(`(async (store) => { await 0; return store(); })`)(store));
  console.log('Function', await new Function('store', `return ${text}`)(store));
  console.log('AsyncFunction', await new AsyncFunction('store', 'value = 1', 'await value; return store();')(store));
  console.log('without parameters', await new AsyncFunction('return typeof await 0;')());
  const generator = new AsyncGeneratorFunction('store', 'await 0; yield store();')(store);
  for await (const value of generator) console.log('AsyncGeneratorFunction', value);
  console.log('runInThisContext', await vm.runInThisContext('async (store) => { await 0; return store(); }')(store));
  console.log('runInNewContext', await vm.runInNewContext(text, { store }));
  console.log('compileFunction', await vm.compileFunction(`return ${text}`, ['store'])(store));
  const context = vm.createContext({ store });
  console.log(
    'compileFunction in a context',
    await vm.compileFunction(`return ${text}`, [], { parsingContext: context })(),
  );
}
storage.run('kept', visit).then(() => {
  const source = `
    const { AsyncLocalStorage } = require('node:async_hooks');
    const storage = new AsyncLocalStorage();
    storage.run('kept', async () => {
      await 0;
      require('node:worker_threads').parentPort.postMessage(storage.getStore());
    });
  `;
  new Worker(source, { eval: true }).on('message', (value) => console.log('worker', value));
});
