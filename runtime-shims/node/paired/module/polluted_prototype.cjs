// Accessors on Object.prototype are met by no module loader.
const met = [];
const names = ['name', 'main', 'type', 'exports', 'imports'];
for (const name of names) {
  Object.defineProperty(Object.prototype, name, {
    __proto__: null,
    get: () => void met.push(`get ${name}`),
    set: () => void met.push(`set ${name}`),
    configurable: true,
  });
}
const other = require('./polluted/other.cjs');
import('./polluted/inner.mjs').then((inner) => {
  for (const name of names) delete Object.prototype[name];
  console.log(other, inner.name, inner.other, met);
});
