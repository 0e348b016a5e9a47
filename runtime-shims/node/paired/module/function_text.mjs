// A function's text is what its author wrote, whatever `import` it contains.
import * as paths from 'node:path';
import { format, format as print } from 'node:util';
import { change, changing, default as nameless } from './function_text/changing.mjs';

const load = async (name) => (await import(name)).default;
function describe(value) {
  return print('%s %s %s', changing, format(value), paths.join('a', `${import.meta.url.length > 0}`));
}
class Reader {
  #name = import.meta.url;
  read = () => import(/* lazily */ 'node:fs');
  get name() {
    return changing ?? this.#name;
  }
}
const own = {
  $mod: 1,
  '$imp.x': '$mod.i',
  method() {
    return { changing, paths };
  },
};
for (const value of [load, describe, Reader, new Reader().read, own.method, change, nameless]) {
  console.log(`${value}`);
  console.log(Function.prototype.toString.call(value) === value.toString());
}
console.log(Object.getOwnPropertyDescriptor(Reader.prototype, 'name').get.toString());
console.log((() => '$mod.i(x)').toString(), (() => '$fast.y $default').toString());
console.log((await new Function(`return ${load}`)()('node:path')) === paths.default);

// The engine's own keep theirs.
for (const value of [Function.prototype.toString, Function, Proxy, parseInt, load.constructor, load.bind(null), Map])
  console.log(`${value}`);
console.log(
  Object.getOwnPropertyDescriptor(Function.prototype, 'toString').enumerable,
  Function.prototype.toString.name,
);
try {
  Function.prototype.toString.call({});
} catch (error) {
  console.log(error.name, error.message);
}
try {
  new Function.prototype.toString();
} catch (error) {
  console.log(error.name);
}
