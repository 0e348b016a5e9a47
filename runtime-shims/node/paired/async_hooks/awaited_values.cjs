// A storage's value outlives the await of anything: no promise, thenables, subclasses, what `for await` goes over.
const { AsyncLocalStorage } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
const seen = [];
const see = (what) => seen.push(`${what}: ${storage.getStore()}`);

class Own extends Promise {}
const thenable = (value) => ({
  // biome-ignore lint/suspicious/noThenProperty: a thenable is wanted.
  then(resolve) {
    see('then');
    resolve(value);
  },
});
const counter = () => {
  let count = 0;
  return {
    next: () => ({ done: count++ === 2, value: count }),
    return() {
      see('return');
      return {};
    },
  };
};
const countable = { [Symbol.asyncIterator]: counter };

async function* numbers() {
  try {
    see('begin');
    yield 1;
    await 0;
    see('awaited in the generator');
    yield thenable(2);
    await null;
    return 3;
  } finally {
    see('finally');
  }
}

async function visit() {
  await 0;
  see('number');
  await undefined;
  see('undefined');
  await await 'text';
  see('twice');
  see(`value ${await thenable('of a thenable')}`);
  await Own.resolve(2);
  see('subclass');
  await Promise.resolve(3);
  see('promise');
  await null, see('comma');
  const added = (async (number = 1) => (await number) + (await 2))();
  see(`sum ${await added}`);
  see(
    `over lines ${await // as ${this}
    [1].length}`,
  );
  try {
    await thenable.nothing.here;
  } catch (error) {
    see(error.message);
  }
  for await (const value of [1, Promise.resolve(2)]) see(`array ${value}`);
  for await (const value of countable) see(`countable ${value}`);
  for await (const value of countable) {
    see(`left at ${value}`);
    break;
  }
  for await (const value of numbers()) see(`generator ${value}`);
  for await (const value of numbers()) {
    await value;
    break;
  }
  see('end');
}

async function main() {
  for (const name of ['one', 'two']) seen.push(`started ${name}`), await storage.run(name, visit);
  const first = seen.splice(0).join('\n');
  await Promise.all(['one', 'two', 'three'].map((name) => storage.run(name, visit)));
  console.log(first);
  for (const name of ['one', 'two', 'three']) {
    console.log(seen.filter((line) => line.endsWith(`: ${name}`)).join('\n'));
  }
  console.log(storage.getStore());
  console.log(visit.toString().includes('await undefined;'), numbers.toString().includes('return 3;'));
}
main();
