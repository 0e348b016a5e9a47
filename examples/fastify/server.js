import Fastify from 'fastify';

const app = Fastify({ logger: { level: 'warn' } });
let count = 0;

app.get('/', (_request, reply) => {
  reply.type('text/html').send(`<!doctype html>
<meta charset="utf-8"><title>Fastify in a tab</title>
<h1>Hello Fastify</h1>
<p>The answer of a route is checked and written by its schema.</p>
<button>count is ${count}</button>
<script>
  const button = document.querySelector('button');
  button.onclick = async () => {
    const { count } = await (await fetch('/count', { method: 'POST' })).json();
    button.textContent = 'count is ' + count;
  };
</script>`);
});

const answer = { type: 'object', properties: { count: { type: 'integer' } } };
app.post('/count', { schema: { response: { 200: answer } } }, async () => ({ count: ++count, left: 'out by the schema' }));

console.log(`Fastify on ${await app.listen({ port: 3000 })}`);
