// import.meta, attributes, dynamic import, namespaces, CommonJS names, data URLs and errors.
import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

console.log(
  import.meta.url === new URL(import.meta.filename, 'file://').href,
  import.meta.dirname === path.dirname(import.meta.filename),
  import.meta.main,
  import.meta.resolve('node:fs'),
  fs.readFileSync === readFileSync,
  typeof require,
  this,
);
const data = await import('data:application/json,{"a":1}', { with: { type: 'json' } });
console.log(data, Object.keys(data), Object.isSealed(data), data[Symbol.toStringTag]);
for (const [name, options] of [
  ['data:application/json,{}', undefined],
  ['data:text/javascript,export let x = ', undefined],
  ['./absent.mjs', undefined],
  ['node:absent', undefined],
  ['bare-absent', undefined],
  ['data:text/javascript,1', { with: { type: 'json' } }],
  ['data:text/javascript,import {no} from "node:fs"', undefined],
])
  console.log(await import(name, options).catch((error) => `${error.name} ${error.code}`));
const live = await import(
  'data:text/javascript,export let n = 0; export const up = () => ++n; export { n as default }'
);
live.up();
console.log(live.n, live.default);
try {
  live.n = 5;
} catch (error) {
  console.log(error.name);
}
console.log(
  await Promise.all([import('node:os'), import('node:os')]).then(([one, other]) => one === other),
  typeof createRequire(import.meta.url)('node:fs').statSync,
);
