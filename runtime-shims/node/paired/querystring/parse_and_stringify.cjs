// querystring: separators, limits, escapes, odd input.
const querystring = require('node:querystring');
for (const text of [
  'a=1&b=2&a=3',
  '&&a&=b&c==',
  'x=%zz%41+1',
  'é=ü&%F0%9F%98%80=1',
  '__proto__=1&hasOwnProperty=2',
  '',
])
  console.log(querystring.parse(text));
console.log(
  querystring.parse('a:1;b:2;c:3', ';', ':', { maxKeys: 2 }),
  querystring.parse('a=%41', null, null, { decodeURIComponent: (value) => `<${value}>` }),
);
console.log(
  querystring.stringify({ a: [1, 'x y', true, null], b: undefined, c: '', d: NaN, e: 5n, f: {}, 'ü&': '=é' }),
  querystring.stringify({ a: 1, b: 2 }, ';', ':'),
  querystring.stringify('no object'),
);
console.log(
  querystring.escape('a b&ü€😀'),
  querystring.unescape('%41%zz'),
  querystring.unescapeBuffer('%41+x').toString(),
);
try {
  querystring.escape('\ud800');
} catch (error) {
  console.log(error.code, error.name);
}
