// url.parse, format and resolve, and the conversions to and from files.
const url = require('node:url');
process.removeAllListeners('warning');
process.on('warning', () => {});
for (const text of [
  'http://u:p@Host.com:8000/p/a?x=y#h',
  '//host/path',
  'mailto:a@b.c',
  '/just/path?q',
  'javascript:x',
  'HTTP://a.b',
  'x y z',
])
  console.log(JSON.stringify(url.parse(text)));
console.log(url.parse('//host/path', false, true).host, url.parse('/a?x=1&x=2', true).query.x);
console.log(
  url.resolve('/one/two/three', 'four'),
  url.resolve('http://a.com/b', '/c'),
  url.resolve('http://a.com/b/c', '../d'),
  url.resolve('http://a', '//b/c'),
);
console.log(
  url.format({ protocol: 'http', host: 'a.b', pathname: 'x y', query: { k: ['1', '2'] }, hash: 'h' }),
  url.format(new URL('http://u:p@münchen.de/?a#b'), { auth: false, unicode: true, fragment: false, search: false }),
);
console.log(
  url.fileURLToPath('file:///a%20b/c'),
  url.pathToFileURL('/x y/#?%.txt').href,
  url.domainToASCII('español.com'),
  url.domainToUnicode('xn--espaol-zwa.com'),
  url.urlToHttpOptions(new URL('https://a:b@xn--g6w251d/?abc#x')).auth,
);
for (const bad of ['file://host/a', 'http://a', 'file:///a%2Fb'])
  try {
    url.fileURLToPath(bad);
  } catch (error) {
    console.log(error.code, error.message);
  }
