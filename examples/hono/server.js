import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { streamText } from 'hono/streaming';

const app = new Hono();
let count = 0;

app.get('/', (context) =>
  context.html(html`<!doctype html>
<meta charset="utf-8"><title>Hono in a tab</title>
<h1>Hello Hono</h1>
<p>Requests and responses are those of the web. <a href="/stream">A response that comes piece by piece</a></p>
<button>count is ${count}</button>
<script>
  const button = document.querySelector('button');
  button.onclick = async () => {
    const { count } = await (await fetch('/count', { method: 'POST' })).json();
    button.textContent = 'count is ' + count;
  };
</script>`),
);

app.post('/count', (context) => context.json({ count: ++count }));

app.get('/stream', (context) =>
  streamText(context, async (stream) => {
    for (const word of ['piece', 'by', 'piece']) {
      await stream.writeln(word);
      await stream.sleep(500);
    }
  }),
);

serve({ fetch: app.fetch, port: 3000 }, () => console.log('Hono on http://localhost:3000'));
