// Agents: reuse of sockets, limits, queues, destroying; and the counts of a server.
import { once } from 'node:events';
import http from 'node:http';

let connections = 0;
const server = http
  .createServer((request, response) => setTimeout(() => response.end(request.url), 5))
  .on('connection', () => connections++)
  .listen(0);
await once(server, 'listening');
const get = (agent, path) =>
  new Promise((resolve, reject) =>
    http
      .get({ port: server.address().port, path, agent }, (response) => {
        let text = '';
        response
          .on('data', (part) => {
            text += part;
          })
          .on('end', () => resolve([text, response.req.reusedSocket]));
      })
      .on('error', reject),
  );
const one = new http.Agent({ keepAlive: true, maxSockets: 1 });
console.log(
  await Promise.all(['/a', '/b', '/c'].map((path) => get(one, path))),
  connections,
  Object.keys(one.freeSockets).length,
);
await new Promise(setImmediate);
console.log(await get(one, '/d'), connections, one.totalSocketCount);
one.destroy();
const two = new http.Agent({ maxSockets: 2 });
console.log(
  (await Promise.all(['/1', '/2', '/3', '/4'].map((path) => get(two, path)))).map(([path]) => path).join(''),
  connections > 2,
);
console.log(two.getName({ host: 'h', port: 1, localAddress: 'l', family: 4 }), two.protocol, two.defaultPort);
const aborted = http.get({ port: server.address().port, path: '/x', signal: AbortSignal.timeout(1) });
console.log(await once(aborted, 'response').catch((error) => error.name));
server.closeAllConnections();
server.close();
await once(server, 'close');
console.log(server.listening);
