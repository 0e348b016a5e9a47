// URLPattern: groups, wildcards, ignoring case, errors.
const pattern = new URLPattern({ pathname: '/books/:id(\\d+)/:rest*' });
console.log(
  pattern.test('https://a/books/12/x/y'),
  pattern.test('https://a/books/x'),
  Object.entries(pattern.exec('https://a/books/7/p/q').pathname.groups).sort(),
);
const whole = new URLPattern('https://*.example.com:443/:file.:ext?q=:q');
const found = whole.exec('https://www.example.com/a.txt?q=1');
console.log(
  found?.hostname.groups,
  found?.pathname.groups,
  found?.search.groups,
  whole.hasRegExpGroups,
  whole.pathname,
  whole.port,
);
console.log(new URLPattern('/A', 'https://b.c', { ignoreCase: true }).test('https://b.c/a'));
try {
  new URLPattern('(');
} catch (error) {
  console.log(error.name);
}
