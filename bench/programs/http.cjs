const http = require('node:http');
const { measureAsync } = require('./measure.cjs');

const server = http.createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain');
  response.end('hello');
});
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

server.listen(0, async () => {
  const { port } = server.address();
  const round = () =>
    new Promise((resolve, reject) => {
      const request = http.get({ port, agent, path: '/' }, (response) => {
        response.resume();
        response.on('end', resolve);
      });
      request.on('error', reject);
    });
  await measureAsync('HTTP keep-alive round trip', 300, round);
  agent.destroy();
  server.close();
});
