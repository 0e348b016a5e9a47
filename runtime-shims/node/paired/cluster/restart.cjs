// A dead worker is replaced, and the port goes on being served.
const cluster = require('node:cluster');
const http = require('node:http');
if (cluster.isPrimary) {
  let port;
  let restarts = 0;
  cluster.fork();
  cluster.on('exit', (worker, code, signal) => {
    // Whether the end of a worker or of its connection is told first is the system's to decide.
    setTimeout(() => console.log('died', worker.id, code, signal, worker.exitedAfterDisconnect), 50);
    if (restarts++ < 2) setTimeout(() => cluster.fork({ PORT: port }), 100);
  });
  cluster.on('listening', async (worker, address) => {
    port = address.port;
    const get = (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
    console.log(await (await get('/')).text());
    if (restarts < 2) await get('/crash').catch((error) => console.log(error.message, error.cause?.code));
    else worker.kill('SIGKILL');
  });
} else {
  http
    .createServer((request, response) => {
      if (request.url === '/crash') process.exit(3);
      response.end(`worker ${cluster.worker.id}`);
    })
    .listen(Number(process.env.PORT ?? 0), '127.0.0.1');
}
