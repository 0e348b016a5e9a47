import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

let count = 0;

const schema = createSchema({
  typeDefs: 'type Query { title: String! count: Int! } type Mutation { increment: Int! }',
  resolvers: {
    Query: { title: () => 'Hello GraphQL Yoga', count: () => count },
    Mutation: { increment: () => ++count },
  },
});
const yoga = createYoga({ schema });

const page = `<!doctype html>
<meta charset="utf-8"><title>GraphQL Yoga in a tab</title>
<h1></h1>
<p>All that this page shows it asked for at <a href="/graphql">/graphql</a>.</p>
<button>count is …</button>
<script>
  const ask = async (query) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await response.json()).data;
  };
  const button = document.querySelector('button');
  const show = (count) => (button.textContent = 'count is ' + count);
  button.onclick = async () => show((await ask('mutation { increment }')).increment);
  ask('{ title count }').then(({ title, count }) => {
    document.querySelector('h1').textContent = title;
    show(count);
  });
</script>`;

createServer((request, response) => {
  if (request.url !== '/') return yoga(request, response);
  response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
}).listen(3000, () => console.log('GraphQL Yoga on http://localhost:3000'));
