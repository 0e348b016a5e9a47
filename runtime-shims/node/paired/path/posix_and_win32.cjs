// path on both platforms, on one table of arguments.
const path = require('node:path');
const names = [
  '',
  '/',
  '.',
  '..',
  '/a/b/../c/./d//e/',
  'a\\b\\..\\c',
  'C:\\x\\..\\y.txt',
  'C:rel',
  '\\\\server\\share\\f',
  'file.tar.gz',
  '.hidden',
  'dir/.x.y',
  '/a/b.',
  'a/b/',
];
for (const [kind, it] of [
  ['posix', path.posix],
  ['win32', path.win32],
])
  for (const name of names)
    console.log(
      kind,
      JSON.stringify([
        name,
        it.normalize(name),
        it.dirname(name),
        it.basename(name),
        it.basename(name, '.gz'),
        it.extname(name),
        it.isAbsolute(name),
        it.parse(name),
        it.format(it.parse(name)),
      ]),
    );
const pairs = [
  ['/a/b/c', '/a/d'],
  ['/a', '/a/b'],
  ['/a/b', '/a/b'],
  ['C:\\a\\b', 'c:\\A\\c'],
  ['C:\\a', 'D:\\b'],
];
for (const [from, to] of pairs)
  console.log(
    JSON.stringify(path.posix.isAbsolute(from) ? path.posix.relative(from, to) : path.win32.relative(from, to)),
  );
console.log(
  path.posix.join('a', '', '..', '..', 'b'),
  path.win32.join('C:', 'a', '/b'),
  path.posix.resolve('/a', '../b', 'c'),
  path.win32.resolve('C:\\a', '..\\b'),
  path.win32.toNamespacedPath('C:\\x'),
  path.posix.matchesGlob('/a/b.js', '/a/*.js'),
);
for (const bad of [null, 5, {}])
  try {
    path.join(bad);
  } catch (error) {
    console.log(error.code, error.message);
  }
console.log(path.sep, path.delimiter, path.posix === path);
