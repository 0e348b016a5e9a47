const express = require('express');

const app = express();
let visits = 0;

app.use(express.json());
app.use(express.static('public'));

app.get('/', (request, response) => {
  visits += 1;
  response.send(`<!doctype html>
<meta charset="utf-8"><title>Express in a tab</title>
<link rel="stylesheet" href="/style.css">
<h1>Hello from Express</h1>
<p>This page was served by a program that runs in your browser. Visits: <b id="visits">${visits}</b></p>
<p><a href="/greet/Ada">Greet Ada</a></p>`);
});

app.get('/greet/:name', (request, response) => {
  response.json({ greeting: `Hello, ${request.params.name}!`, query: request.query });
});

app.post('/echo', (request, response) => {
  response.status(201).json({ received: request.body });
});

app.get('/fails', () => {
  throw new Error('a route that throws');
});

app.use((error, _request, response, _next) => {
  response.status(500).type('text').send(`500: ${error.message}`);
});

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`Express on http://localhost:${server.address().port}/`);
});
module.exports = server;
