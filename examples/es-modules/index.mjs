// ES modules: static, dynamic and conditional imports, top-level await, JSON, CommonJS, import.meta, live bindings.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import data from './data.json' with { type: 'json' };
import legacy, { double } from './lib/legacy.cjs';
import * as counter from './lib/counter.mjs';
import { isEven } from './lib/even.mjs';

console.log('main starts; the imports have run');
console.log('data.json:', data);
console.log('CommonJS default and named:', typeof legacy, double(21));

counter.increment();
console.log('live binding:', counter.count);
assert.throws(() => {
  counter.count = 5;
}, TypeError);

console.log('a cycle of modules:', isEven(10), isEven(7));

const text = await readFile(new URL('./data.json', import.meta.url), 'utf8');
console.log('top-level await:', text.length > 10);
console.log('import.meta:', basename(import.meta.filename), basename(import.meta.dirname), import.meta.main);

const names = ['slow', 'fast'];
const loaded = await Promise.all(names.map((name) => import(`./lib/${name}.mjs`)));
console.log('dynamic imports:', loaded.map(({ default: value }) => value));
assert.equal(await import('./lib/fast.mjs'), loaded[1]);

try {
  await import('./lib/missing.mjs');
} catch (error) {
  console.log('a missing module:', error.code);
}
try {
  await import('./lib/broken.mjs');
} catch (error) {
  console.log('a module that throws:', error.message);
}
console.log(counter);
export { counter as default };
