// A tree of 300 small CommonJS modules, written first, then required by a fresh cache in each round.
const fs = require('node:fs');
const path = require('node:path');
const { measure } = require('./measure.cjs');

const moduleCount = 300;
const root = path.join(process.argv[2] ?? '/tmp', `bench-require-${process.pid}`);
fs.mkdirSync(root, { recursive: true });
for (let i = 0; i < moduleCount; i++) {
  const children = [3 * i + 1, 3 * i + 2, 3 * i + 3].filter((child) => child < moduleCount);
  const requires = children.map((child) => `const m${child} = require('./m${child}');`).join('\n');
  const sum = ['1', ...children.map((child) => `m${child}.count`)].join(' + ');
  const filler = Array.from({ length: 20 }, (_, n) => `exports.f${n} = function (a, b) { return a * ${n} + b; };`).join(
    '\n',
  );
  fs.writeFileSync(path.join(root, `m${i}.js`), `'use strict';\n${requires}\n${filler}\nexports.count = ${sum};\n`);
}
const entry = path.join(root, 'm0.js');

measure('require of 300 modules', 1, () => {
  for (const name of Object.keys(require.cache)) if (name.startsWith(root)) delete require.cache[name];
  if (require(entry).count !== moduleCount) throw new Error('the tree is not whole');
});
fs.rmSync(root, { recursive: true });
