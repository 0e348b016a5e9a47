// Headers as both sides see them: case, doubles, lists, trailers, informational responses, and what is refused.
const http = require('node:http');
const server = http.createServer((request, response) => {
  console.log(
    request.method,
    request.url,
    request.httpVersion,
    request.headers['x-list'],
    request.rawHeaders.filter((_, i) => i % 2 === 0).join(),
    request.headersDistinct['x-list'],
  );
  response.writeEarlyHints({ link: '</a>; rel=preload' });
  response.setHeader('X-One', ['a', 'b']);
  response.appendHeader('X-One', 'c');
  response.setHeader('Trailer', 'X-End');
  console.log(response.getHeaderNames(), response.hasHeader('x-one'), response.getHeader('X-ONE'));
  for (const bad of [
    () => response.setHeader('bad name', 1),
    () => response.setHeader('x', undefined),
    () => response.setHeader('x', 'a\nb'),
    () => response.writeHead(99),
    () => response.setHeader(''),
  ])
    try {
      bad();
    } catch (error) {
      console.log(error.code);
    }
  response.writeHead(202, 'Taken', { 'Content-Type': 'text/plain' });
  response.write('body ');
  response.addTrailers({ 'X-End': 'done' });
  response.end('end');
  try {
    response.setHeader('late', 1);
  } catch (error) {
    console.log(error.code);
  }
});
server.listen(0, () => {
  const request = http.request(
    { port: server.address().port, method: 'PUT', path: '/p?q', headers: { 'X-List': ['1', '2'], Host: 'h' } },
    (response) => {
      console.log(response.statusCode, response.statusMessage, response.headers['x-one'], response.headers.trailer);
      response
        .setEncoding('utf8')
        .on('data', (text) => console.log(text))
        .on('end', () => {
          console.log(response.trailers, response.complete);
          server.close();
        });
    },
  );
  request.on('information', ({ statusCode, headers }) => console.log('information', statusCode, headers.link));
  request.end('x');
});
for (const bad of [
  () => http.request({ path: '/a b' }),
  () => http.request({ method: 'G T' }),
  () => http.request('ftp://x'),
  () => http.request({ headers: { 'a b': 1 } }),
  () => http.validateHeaderName('@'),
  () => http.validateHeaderValue('x', '\u0000'),
])
  try {
    bad();
  } catch (error) {
    console.log(error.code);
  }
console.log(http.METHODS.length > 30, http.STATUS_CODES[418], http.maxHeaderSize);
