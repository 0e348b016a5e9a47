// Requests go around the workers.
const cluster = require('node:cluster');
const http = require('node:http');
if (cluster.isPrimary) {
  const workers = [1, 2, 3].map(() => cluster.fork());
  let listening = 0;
  cluster.on('listening', async (_worker, address) => {
    if (++listening < workers.length) return;
    console.log(address.addressType, typeof address.port);
    const counts = {};
    for (let i = 0; i < 9; i++) {
      const response = await fetch(`http://127.0.0.1:${address.port}/`, { headers: { connection: 'close' } });
      const id = await response.text();
      counts[id] = (counts[id] ?? 0) + 1;
    }
    console.log(counts);
    cluster.disconnect(() => (ends.disconnected = true));
  });
  const ends = { disconnected: false, exits: [] };
  cluster.on('exit', (_worker, code, signal) => ends.exits.push([code, signal]));
  process.on('exit', () => console.log(ends));
} else {
  http.createServer((_request, response) => response.end(String(cluster.worker.id))).listen(0, '127.0.0.1');
}
