// A JSON API over node:http: routes, bodies, a streamed answer, and a shutdown that finishes what it began.
const http = require('node:http');
const { once } = require('node:events');

const notes = new Map([[1, { id: 1, text: 'Water the fern' }]]);
let nextId = 2;

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function readJson(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100_000) throw new HttpError(413, 'The body is larger than 100,000 characters');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not JSON');
  }
}

function sendJson(response, status, value) {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const page = `<!doctype html>
<meta charset="utf-8"><title>Notes</title>
<style>body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}li{margin:.4rem 0}</style>
<h1>Notes</h1><ul id="notes"></ul>
<form id="add"><input name="text" required placeholder="A new note" aria-label="A new note"> <button>Add</button></form>
<script type="module">
const list = document.querySelector('#notes');
async function show() {
  const notes = await (await fetch('/notes')).json();
  list.replaceChildren(...notes.map(({ text }) => Object.assign(document.createElement('li'), { textContent: text })));
}
document.querySelector('#add').onsubmit = async (event) => {
  event.preventDefault();
  const text = new FormData(event.target).get('text');
  await fetch('/notes', { method: 'POST', body: JSON.stringify({ text }) });
  event.target.reset();
  await show();
};
await show();
</script>`;

const routes = [
  ['GET', /^\/$/, (_request, response) => response.setHeader('Content-Type', 'text/html').end(page)],
  ['GET', /^\/notes$/, (_request, response) => sendJson(response, 200, [...notes.values()])],
  [
    'POST',
    /^\/notes$/,
    async (request, response) => {
      const { text } = await readJson(request);
      if (typeof text !== 'string' || !text) throw new HttpError(422, 'A note needs a text');
      const note = { id: nextId++, text };
      notes.set(note.id, note);
      response.setHeader('Location', `/notes/${note.id}`);
      sendJson(response, 201, note);
    },
  ],
  [
    'GET',
    /^\/notes\/(\d+)$/,
    (_request, response, id) => {
      const note = notes.get(Number(id));
      if (!note) throw new HttpError(404, `There is no note ${id}`);
      sendJson(response, 200, note);
    },
  ],
  [
    'DELETE',
    /^\/notes\/(\d+)$/,
    (_request, response, id) => {
      if (!notes.delete(Number(id))) throw new HttpError(404, `There is no note ${id}`);
      response.writeHead(204).end();
    },
  ],
  ['GET', /^\/old$/, (_request, response) => response.writeHead(302, { Location: '/notes' }).end()],
  [
    'GET',
    /^\/count\/(\d+)$/,
    async (_request, response, limit) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      for (let i = 1; i <= Number(limit); i++) {
        if (!response.write(`${i}\n`)) await once(response, 'drain');
        if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      response.end('done\n');
    },
  ],
];

function createServer() {
  return http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const fitting = routes.filter(([, pattern]) => pattern.test(pathname));
    const route = fitting.find(([method]) => method === request.method);
    try {
      if (!fitting.length) throw new HttpError(404, `There is nothing at ${pathname}`);
      if (!route) throw new HttpError(405, `${pathname} does not take ${request.method}`);
      await route[2](request, response, ...pathname.match(route[1]).slice(1));
    } catch (error) {
      if (response.headersSent) return response.destroy(error);
      sendJson(response, error.status ?? 500, { error: error.message });
    }
  });
}

module.exports = { createServer };

if (require.main === module) {
  const server = createServer();
  const port = Number(process.env.PORT ?? 3000);
  server.listen(port, () => console.log(`Notes on http://localhost:${port}/  (Ctrl-C stops)`));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.log(`\n${signal}: finishing open requests`);
      server.close(() => {
        console.log('closed');
        process.exit(0);
      });
      server.closeIdleConnections();
    });
  }
}
