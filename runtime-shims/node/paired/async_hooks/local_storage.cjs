// AsyncLocalStorage across await, promises of the library, errors, async generators and callbacks.
const { AsyncLocalStorage } = require('node:async_hooks');
const { readFile } = require('node:fs/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const storage = new AsyncLocalStorage();

async function* numbers() {
  yield 1;
  await sleep(1);
  yield 2;
}

async function visit(milliseconds) {
  const seen = [];
  const see = () => seen.push(storage.getStore());
  await sleep(milliseconds);
  see();
  await Promise.all([sleep(1), readFile(__filename)]);
  see();
  try {
    await Promise.reject(new Error('refused'));
  } catch {
    see();
  }
  for await (const _number of numbers()) see();
  await new Promise((resolve) => setImmediate(resolve));
  see();
  await Promise.resolve().then(see).finally(see);
  await new Promise((resolve) => process.nextTick(resolve));
  see();
  return seen.join(' ');
}

async function main() {
  const all = await Promise.all([1, 2, 3].map((number) => storage.run(`context ${number}`, () => visit(number % 2))));
  console.log(all.join('\n'));
  console.log(storage.getStore());
  storage.enterWith('entered');
  await sleep(1);
  console.log(storage.getStore());
  storage.exit(() => console.log(storage.getStore()));
  console.log(
    Promise.prototype.constructor === Promise,
    new (Promise.resolve().constructor)(() => {}) instanceof Promise,
  );
}

main();
console.log(storage.getStore());
