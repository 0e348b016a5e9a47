// Chunked both ways, with trailers, in many small pieces.
const http = require('node:http');
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(String(part)));
  request.on('end', () => {
    console.log('server:', request.headers['transfer-encoding'], parts.join('').length, request.trailers);
    response.setHeader('Trailer', 'X-Sum');
    for (let i = 0; i < 50; i++) response.write(`${i},`);
    response.addTrailers({ 'X-Sum': 'fifty' });
    response.end();
  });
});
server.listen(0, () => {
  const request = http.request(
    { port: server.address().port, method: 'POST', headers: { Trailer: 'X-T' } },
    (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => {
        console.log('client:', response.headers['transfer-encoding'], text, response.trailers, response.rawTrailers);
        server.close();
      });
    },
  );
  request.addTrailers({ 'X-T': 'end' });
  let left = 20;
  const timer = setInterval(() => {
    request.write('x'.repeat(1000));
    if (--left === 0) {
      clearInterval(timer);
      request.end();
    }
  }, 1);
});
