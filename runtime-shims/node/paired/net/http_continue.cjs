// 100-continue: asked for, given, refused; and 103 early hints.
const http = require('node:http');
const server = http.createServer((request, response) => {
  if (request.url === '/hints') {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end('hinted'));
    return;
  }
  request.resume();
  request.on('end', () => response.end('normal'));
});
server.on('checkContinue', (request, response) => {
  if (request.url === '/no') {
    response.writeHead(417);
    response.end();
    return;
  }
  response.writeContinue();
  request.on('data', (data) => console.log('server: body', String(data)));
  request.on('end', () => response.end('continued'));
});
server.listen(0, () => {
  const ask = (path) =>
    new Promise((resolve) => {
      const request = http.request({
        port: server.address().port,
        path,
        method: 'POST',
        headers: path === '/hints' ? {} : { Expect: '100-continue' },
        agent: false,
      });
      request.on('continue', () => {
        console.log('client: continue');
        request.end('the body');
      });
      request.on('information', ({ statusCode, headers }) => console.log('client: information', statusCode, headers));
      request.on('response', (response) => {
        console.log('client:', response.statusCode);
        response.on('data', (data) => console.log('client: data', String(data)));
        response.on('end', () => {
          request.destroy();
          resolve();
        });
      });
      if (path === '/hints') request.end();
      else request.flushHeaders();
    });
  ask('/yes')
    .then(() => ask('/no'))
    .then(() => ask('/hints'))
    .then(() => server.close(() => console.log('closed')));
});
