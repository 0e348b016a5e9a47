import Router from '@koa/router';
import Koa from 'koa';

const app = new Koa();
const router = new Router();
let count = 0;

// Around all that follow: how long they took.
app.use(async (context, next) => {
  const start = performance.now();
  await next();
  context.set('Server-Timing', `app;dur=${(performance.now() - start).toFixed(1)}`);
});

router.get('/', (context) => {
  context.type = 'html';
  context.body = `<!doctype html>
<meta charset="utf-8"><title>Koa in a tab</title>
<h1>Hello Koa</h1>
<p>Each middleware awaits those behind it.</p>
<button>count is ${count}</button>
<script>
  const button = document.querySelector('button');
  button.onclick = async () => {
    const { count } = await (await fetch('/count', { method: 'POST' })).json();
    button.textContent = 'count is ' + count;
  };
</script>`;
});

router.post('/count', (context) => {
  count += 1;
  context.body = { count };
});

app.use(router.routes()).use(router.allowedMethods());
app.listen(3000, () => console.log('Koa on http://localhost:3000'));
