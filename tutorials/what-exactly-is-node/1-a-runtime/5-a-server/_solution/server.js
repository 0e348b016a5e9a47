const http = require('node:http');

const server = http.createServer((request, response) => {
  if (request.url === '/') {
    response.setHeader('Content-Type', 'text/html');
    response.end('<h1>Hello from Node.js</h1>');
  } else if (request.url === '/time') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ time: new Date().toISOString() }));
  } else {
    response.statusCode = 404;
    response.end('Not found');
  }
});

server.listen(3000, () => console.log('http://localhost:3000/'));
module.exports = server;
