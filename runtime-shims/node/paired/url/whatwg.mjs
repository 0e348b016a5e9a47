// The parts of WHATWG URLs, setters, and what is refused.
const texts = [
  'http://user:p%40ss@EXAMPLE.com:80/a/../b/./c?x=1&x=2#frag',
  'file:///C:/dir/../x',
  'https://münchen.de/ä?ö#ü',
  'mailto:a@b',
  'data:text/plain,hi',
  'http://[::1]:3000/',
  'http://0x7f.1/',
  'blob:https://a.b/id',
  'ws://h:443',
  'javascript:alert(1)',
  'http://a/%zz%2f',
];
for (const text of texts) {
  const { href, origin, protocol, username, password, host, pathname, search, hash } = new URL(text);
  console.log([href, origin, protocol, username, password, host, pathname, search, hash].join(' | '));
}
for (const bad of ['nothing', 'http://', 'http://a b', 'http://[::1', 'http://a:99999', '//x', 'http://%00']) {
  try {
    new URL(bad);
    console.log('accepted', bad);
  } catch (error) {
    console.log(error.code, error.name, error.input);
  }
}
const url = new URL('../other?q', 'https://a.b/c/d/e');
console.log(url.href, URL.canParse('x', 'http://a'), URL.parse('nope'), URL.parse('/p', url)?.href);
url.port = '8080';
url.hostname = 'x.y';
url.protocol = 'http';
url.pathname = 'sp ace';
url.hash = '';
url.search = 'k=v w';
url.username = 'me';
console.log(String(url));
url.port = '80';
url.host = 'bad host';
url.protocol = 'mailto';
console.log(url.href, JSON.stringify({ url }));
console.log(url);
// A blank is no part of a domain; the opaque host of other schemes keeps its escape.
for (const blank of [
  'http://a%20b/',
  'ftp://a%20b',
  'file://a%20b/c',
  'foo://a%20b/c',
  'git+ssh://a%20b',
  'foo://a b',
]) {
  console.log(blank, URL.canParse(blank), URL.parse(blank)?.hostname);
}
const renamed = new URL('http://host/');
renamed.hostname = 'a%20b';
console.log(renamed.href);
