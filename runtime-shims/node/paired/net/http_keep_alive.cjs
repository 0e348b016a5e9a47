// One connection for many requests; an Agent that limits and reuses.
const http = require('node:http');
const ports = new Set();
const server = http.createServer((request, response) => {
  ports.add(request.socket.remotePort);
  response.end(request.url);
});
server.listen(0, async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path) =>
    new Promise((resolve) => {
      const request = http.get({ port: server.address().port, path, agent }, (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve([text, request.reusedSocket, response.headers.connection]));
      });
    });
  console.log(await Promise.all(['/1', '/2', '/3', '/4'].map(ask)));
  for (let i = 0; i < 200; i++) await ask(`/${i}`);
  console.log('connections', ports.size, 'free', Object.keys(agent.freeSockets).length);
  agent.destroy();
  server.close(() => console.log('closed'));
});
