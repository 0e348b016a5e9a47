// fetch (undici over net): streams, redirects, headers, status, abort, connection refused.

import { once } from 'node:events';
import http from 'node:http';

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  if (url.pathname === '/redirect') response.writeHead(302, { Location: '/final' }).end();
  else if (url.pathname === '/stream') {
    let i = 0;
    const timer = setInterval(() => {
      if (++i > 5) {
        clearInterval(timer);
        response.end();
      } else response.write(`part ${i};`);
    }, 2);
  } else if (url.pathname === '/slow') setTimeout(() => response.end('late'), 1000).unref();
  else if (url.pathname === '/upload') {
    let length = 0;
    request.on('data', (data) => {
      length += data.length;
    });
    request.on('end', () => response.end(JSON.stringify({ length, type: request.headers['content-type'] })));
  } else response.writeHead(200, { 'X-Path': url.pathname, 'Set-Cookie': ['a=1', 'b=2'] }).end('final body');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const plain = await fetch(`${base}/x`);
console.log(plain.status, plain.ok, plain.headers.get('x-path'), plain.headers.getSetCookie(), await plain.text());
const redirected = await fetch(`${base}/redirect`);
console.log(redirected.redirected, redirected.url === `${base}/final`, await redirected.text());
let text = '';
for await (const part of (await fetch(`${base}/stream`)).body) text += Buffer.from(part);
console.log(text);
console.log(
  await (await fetch(`${base}/upload`, { method: 'POST', body: new URLSearchParams({ a: '1', b: 'ü' }) })).json(),
);
console.log(await (await fetch(`${base}/upload`, { method: 'POST', body: new Blob(['x'.repeat(100000)]) })).json());
await fetch(`${base}/slow`, { signal: AbortSignal.timeout(30) }).catch((error) =>
  console.log(error.name, error.message),
);
server.closeAllConnections();
server.close();
await once(server, 'close');
await fetch(base).catch((error) => console.log(error.name, error.message, error.cause.code));
