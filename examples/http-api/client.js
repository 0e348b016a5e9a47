// The API's own client: starts the server on a free port, uses every route, and shuts it down while a request runs.
const http = require('node:http');
const { createServer } = require('./server.js');

const server = createServer();
let lastPort = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

function request(method, path, body) {
  return new Promise((resolve, reject) => {
    const { port } = server.address() ?? { port: lastPort };
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const outgoing = http.request({ port, method, path, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

async function show(method, path, body) {
  const { status, headers, text } = await request(method, path, body);
  const extra = headers.location ? ` → ${headers.location}` : '';
  console.log(`${method} ${path}: ${status}${extra} ${text.length > 80 ? `(${text.length} characters)` : text}`);
}

server.listen(0, async () => {
  lastPort = server.address().port;
  await show('GET', '/');
  await show('GET', '/notes');
  await show('POST', '/notes', { text: 'Öffne das Fenster ☀' });
  await show('POST', '/notes', '{ not JSON');
  await show('POST', '/notes', {});
  await show('GET', '/notes/2');
  await show('DELETE', '/notes/1');
  await show('DELETE', '/notes/1');
  await show('PUT', '/notes');
  await show('GET', '/nowhere');
  await show('GET', '/old');
  const both = await Promise.all([request('GET', '/count/5'), request('GET', '/notes')]);
  console.log('two at once:', both.map(({ status }) => status));

  const fetched = await fetch(`http://localhost:${server.address().port}/old`);
  console.log(`fetch followed to ${new URL(fetched.url).pathname}:`, await fetched.json());

  const long = request('GET', '/count/100');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const closed = new Promise((resolve) => server.close(resolve));
  const { text } = await long;
  console.log(`the request under way came whole: ${text.trimEnd().split('\n').at(-1)}, ${text.length} characters`);
  agent.destroy();
  await closed;
  console.log('server closed');
  await request('GET', '/').catch((error) => console.log(`afterwards: ${error.code ?? error.message}`));
});
