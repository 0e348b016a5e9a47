// Time-outs: of a request at the client, of headers at the server, of kept connections.
const http = require('node:http');
const net = require('node:net');
const server = http.createServer((request, response) => {
  if (request.url !== '/never') response.end('ok');
});
server.keepAliveTimeout = 50;
server.keepAliveTimeoutBuffer = 0;
server.listen(0, () => {
  const { port } = server.address();
  const request = http.get({ port, path: '/never', timeout: 40, agent: false });
  request.on('timeout', () => {
    console.log('client: timeout');
    request.destroy(new Error('gave up'));
  });
  request.on('error', (error) => {
    console.log('client:', error.message);
    const socket = net.connect(port, () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('end', () => {
      console.log('kept connection ended', text.split('\r\n')[0]);
      server.close(() => console.log('closed'));
    });
  });
});
