const http = require('node:http');

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<h1>Hello from Node.js</h1>');
});

server.listen(3000, () => console.log('http://localhost:3000/'));
module.exports = server;
