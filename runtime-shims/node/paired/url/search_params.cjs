// URLSearchParams: making, editing, order, encoding, errors.
const params = new URLSearchParams('?a=1&b=2&a=3&c=%20x+y&d&=e&é=ü');
console.log([...params], params.size, params.get('a'), params.getAll('a'), params.get('none'), params.has('a', '3'));
params.append('z', 'a b&c');
params.set('a', 'one');
params.delete('b');
params.sort();
console.log(String(params));
console.log(
  String(
    new URLSearchParams([
      ['x', 1],
      ['y', null],
    ]),
  ),
  String(new URLSearchParams({ k: [1, 2] })),
  String(new URLSearchParams(new Map([['m', 'n']]))),
);
for (const bad of [[['a']], [1], [['a', 'b', 'c']], Symbol('s')])
  try {
    new URLSearchParams(bad);
  } catch (error) {
    console.log(error.code ?? error.name, error.message);
  }
try {
  params.append('a');
} catch (error) {
  console.log(error.code, error.message);
}
try {
  URLSearchParams.prototype.get.call({}, 'a');
} catch (error) {
  console.log(error.code);
}
console.log(params, params.keys(), params.entries().next());
params.forEach((value, key, of) => console.log(key, value, of === params));
const url = new URL('http://a/?x=1');
url.searchParams.append('y', '2');
url.search = '?z=3';
console.log(url.href, url.searchParams.get('z'));
