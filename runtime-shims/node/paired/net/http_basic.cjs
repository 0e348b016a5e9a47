// Requests and answers: methods, headers, bodies, status, raw headers.
const http = require('node:http');
const server = http.createServer((request, response) => {
  console.log('>', request.method, request.url, request.httpVersion, request.headers.host !== undefined);
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    response.writeHead(request.url === '/missing' ? 404 : 200, { 'Content-Type': 'text/plain', 'X-List': ['a', 'b'] });
    response.end(`you said ${JSON.stringify(body)}`);
  });
});
server.listen(0, async () => {
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const request = http.request({ port: server.address().port, method, path, agent: false }, (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => {
          const { date, ...headers } = response.headers;
          console.log('<', response.statusCode, response.statusMessage, headers, typeof date, JSON.stringify(text));
          resolve();
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  await ask('GET', '/');
  await ask('POST', '/p?q=1', 'a body');
  await ask('PUT', '/missing', JSON.stringify({ json: true }));
  await ask('HEAD', '/head');
  await ask('DELETE', '/d');
  await ask('OPTIONS', '*');
  server.close(() => console.log('closed'));
});
