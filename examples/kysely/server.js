import { createServer } from 'node:http';
import { database } from './database.js';

async function count() {
  const { number } = await database
    .selectFrom('click')
    .select(({ fn }) => fn.countAll().as('number'))
    .executeTakeFirstOrThrow();
  return number;
}

const page = async () => `<!doctype html>
<meta charset="utf-8"><title>Kysely in a tab</title>
<h1>Hello Kysely</h1>
<p>Every click is a row of clicks.db.</p>
<button>count is ${await count()}</button>
<script>
  const button = document.querySelector('button');
  button.onclick = async () => {
    button.textContent = 'count is ' + (await (await fetch('/click', { method: 'POST' })).text());
  };
</script>`;

createServer(async (request, response) => {
  if (request.method === 'POST') {
    await database.insertInto('click').values({ time: new Date().toISOString() }).execute();
    response.end(String(await count()));
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(await page());
  }
}).listen(3000, () => console.log('Kysely on http://localhost:3000'));
