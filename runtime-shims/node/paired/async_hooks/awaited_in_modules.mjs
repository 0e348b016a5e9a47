// A storage's value outlives await in modules: in functions, at the top level, in exports without a semicolon.
import { AsyncLocalStorage } from 'node:async_hooks';
import { register } from 'node:module';
import { setImmediate as later } from 'node:timers/promises';

const storage = new AsyncLocalStorage();
const source = (body) => `data:text/javascript,${encodeURIComponent(body)}`;
export const visit = async (value) => {
  await value;
  const own = storage.getStore();
  await later();
  return `${value} ${own} ${storage.getStore()} ${typeof register} ${await await storage.getStore()}`;
};
console.log((await Promise.all([1, 2].map((value) => storage.run(`store ${value}`, visit, value)))).join('\n'));
storage.enterWith('entered');
await 0;
console.log(storage.getStore());
for await (const value of [storage.getStore()]) console.log(value);
console.log((await import(source('export default await 5\n'))).default);
console.log((await import(source('export default async () => await 6'))).default.toString());
globalThis.storage = storage;
console.log((await import(source('await 0\nexport const store = storage.getStore()'))).store);
