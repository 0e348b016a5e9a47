// 4 MB up and down through pipe, with a content length.
const http = require('node:http');
const { Readable } = require('node:stream');
const size = 4 << 20;
const server = http.createServer((request, response) => {
  response.writeHead(200, { 'Content-Length': request.headers['content-length'] });
  request.pipe(response);
});
server.listen(0, () => {
  const request = http.request(
    { port: server.address().port, method: 'POST', headers: { 'Content-Length': size } },
    (response) => {
      let length = 0;
      let sum = 0;
      response.on('data', (part) => {
        length += part.length;
        for (let i = 0; i < part.length; i += 997) sum = (sum + part[i]) | 0;
      });
      response.on('end', () => {
        console.log(response.statusCode, length, response.complete, sum !== 0);
        server.close();
      });
    },
  );
  let sent = 0;
  new Readable({
    read() {
      if (sent >= size) return this.push(null);
      const part = Buffer.alloc(Math.min(50000, size - sent), 1 + (sent % 250));
      sent += part.length;
      this.push(part);
    },
  }).pipe(request);
});
