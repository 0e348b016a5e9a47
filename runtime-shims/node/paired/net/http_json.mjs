// A JSON API with its client, as one writes it.

import { once } from 'node:events';
import http from 'node:http';

const items = new Map();
const server = http.createServer(async (request, response) => {
  const send = (status, value) => {
    const body = JSON.stringify(value);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  };
  const id = request.url.split('/')[2];
  try {
    if (request.method === 'PUT') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      items.set(id, JSON.parse(Buffer.concat(chunks)));
      send(201, { id });
    } else if (items.has(id)) send(200, items.get(id));
    else send(404, { error: `no ${id}` });
  } catch (error) {
    send(400, { error: error.name });
  }
});
server.listen(0);
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}/items`;
const show = async (response) =>
  console.log(response.status, response.headers.get('content-type'), await response.json());
await show(await fetch(`${base}/a`));
await show(await fetch(`${base}/a`, { method: 'PUT', body: JSON.stringify({ name: 'Zoë', list: [1, 2.5, null] }) }));
await show(await fetch(`${base}/a`));
await show(await fetch(`${base}/b`, { method: 'PUT', body: '{bad' }));
server.close();
server.closeAllConnections();
