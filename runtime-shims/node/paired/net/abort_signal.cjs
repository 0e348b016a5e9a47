// AbortSignal closes a server, ends a connection and an HTTP request.
const net = require('node:net');
const http = require('node:http');
const controller = new AbortController();
const server = net.createServer().listen({ port: 0, signal: controller.signal }, () => controller.abort());
server.on('close', () => {
  console.log('server closed by signal');
  const slow = http
    .createServer(() => {})
    .listen(0, () => {
      const abort = new AbortController();
      const request = http.get({ port: slow.address().port, signal: abort.signal });
      request.on('error', (error) => {
        console.log(error.name, error.code, error.message);
        slow.close(() => console.log('done'));
        slow.closeAllConnections();
      });
      setTimeout(() => abort.abort(), 20);
    });
});
