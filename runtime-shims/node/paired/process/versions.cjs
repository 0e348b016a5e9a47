// What programs may do with process.versions: they read it, and loaders add to it, but its entries are read-only.
const attempt = (action) => {
  'use strict';
  try {
    return action();
  } catch (error) {
    return error.name;
  }
};
console.log(Object.isExtensible(process.versions), Object.getOwnPropertyDescriptor(process.versions, 'node'));
console.log(
  attempt(() => {
    'use strict';
    process.versions.node = '1';
    return process.versions.node;
  }),
);
process.versions.own = '1.0';
console.log(process.versions.own, process.versions.node === process.version.slice(1));
const { value: _, ...versions } = Object.getOwnPropertyDescriptor(process, 'versions');
console.log(versions);
