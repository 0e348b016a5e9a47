// Pipelined requests on a raw socket are answered in order; a malformed one gets 400.
const http = require('node:http');
const net = require('node:net');
const server = http.createServer((request, response) => {
  setTimeout(() => response.end(`answer ${request.url}`), request.url === '/slow' ? 20 : 0);
});
server.listen(0, () => {
  const { port } = server.address();
  const raw = (text, done) => {
    const socket = net.connect(port, () => socket.write(text));
    let all = '';
    socket.on('data', (data) => {
      all += data;
    });
    socket.on('close', () => {
      console.log(all.replace(/Date: .*\r\n/g, '').replaceAll('\r\n', '|'));
      done();
    });
  };
  raw('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', () => {
    raw('GET / HTTP/1.1\r\nBad Header: x\r\n\r\n', () => {
      raw('GET / HTTP/1.1\r\n\r\n', () => {
        raw('NONSENSE\r\n\r\n', () => server.close(() => console.log('closed')));
      });
    });
  });
});
