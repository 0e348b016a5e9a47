const http = require('node:http');

const server = http.createServer((request, response) => {
  // A slow answer: somebody is always in the middle of one.
  setTimeout(() => response.end('finished'), 300);
});

server.listen(3000, () => console.log('http://localhost:3000/ (Ctrl-C stops)'));
module.exports = server;

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => console.log('closed'));
    server.closeIdleConnections();
  });
}
