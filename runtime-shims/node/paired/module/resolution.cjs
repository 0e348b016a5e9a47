// require: resolution, cache, cycles, main, builtins and errors.
const { createRequire, isBuiltin, builtinModules, Module } = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'm-'));
const put = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
put('a.js', 'exports.early = 1; exports.b = require("./b"); exports.late = 2');
put(
  'b.js',
  'const a = require("./a"); exports.seen = Object.keys(a); module.exports.children = module.children.length',
);
put('data.json', '{"x":[1]}');
put('bad.json', '{');
put('node_modules/p/package.json', '{"exports":{".":"./main.js","./sub/*":"./lib/*.js"},"name":"p"}');
put('node_modules/p/main.js', 'module.exports = "main of p"');
put('node_modules/p/lib/x.js', 'module.exports = __filename.endsWith("x.js")');
put('dir/index.js', 'module.exports = "index"');
put('throws.js', 'throw new Error("at load")');
const from = createRequire(path.join(folder, 'entry.js'));
console.log(
  from('./a'),
  from('./data'),
  from('p'),
  from('p/sub/x'),
  from('./dir'),
  from.resolve('p').replace(folder, ''),
  from('./a') === from('./a.js'),
);
for (const name of ['./none', 'p/hidden', 'absent', './bad.json', './throws', 'node:nope', ''])
  try {
    from(name);
  } catch (error) {
    console.log(error.code ?? error.name, error.message.replaceAll(folder, '').split('\n')[0]);
  }
console.log(
  isBuiltin('fs'),
  isBuiltin('node:test'),
  isBuiltin('test'),
  builtinModules.includes('fs'),
  require.main === module,
  module.paths.length > 0,
  typeof Module._extensions['.js'],
  from.resolve.paths('x')[0].replace(folder, ''),
);
delete from.cache[from.resolve('./a')];
console.log(from('./a') !== undefined);
fs.rmSync(folder, { recursive: true });
