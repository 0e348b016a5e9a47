// Uses the server of server.js as a client would and prints what it answers.
process.env.PORT = '0';
const server = require('./server.js');

server.on('listening', async () => {
  const base = `http://localhost:${server.address().port}`;
  const show = async (path, options) => {
    const response = await fetch(base + path, options);
    const text = await response.text();
    console.log(options?.method ?? 'GET', path, response.status, response.headers.get('content-type'));
    // A static file's tag holds its time of change, which no two machines share.
    if (!path.endsWith('.css')) console.log(`  etag ${response.headers.get('etag')}`);
    console.log(`  ${text.replace(/\s+/g, ' ').slice(0, 120)}`);
  };
  await show('/');
  await show('/greet/Ada?formal=yes');
  await show('/style.css');
  await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":[1,2]}' });
  await show('/fails');
  await show('/missing');
  server.close(() => console.log('closed'));
});
