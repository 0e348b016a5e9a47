// SCHED_NONE: the workers accept by themselves on one socket.
const cluster = require('node:cluster');
const net = require('node:net');
cluster.schedulingPolicy = cluster.SCHED_NONE;
if (cluster.isPrimary) {
  let left = 2;
  for (let i = 0; i < 2; i++) cluster.fork();
  cluster.on('listening', async (_worker, { port }) => {
    if (--left > 0) return;
    const answers = new Set();
    for (let i = 0; i < 6; i++) {
      await new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
        socket.on('data', (text) => answers.add(text));
        socket.on('close', resolve);
      });
    }
    console.log(
      [...answers].every((text) => text.startsWith('hello from ')),
      answers.size > 0,
    );
    for (const worker of Object.values(cluster.workers)) worker.kill();
  });
  cluster.on('exit', (_worker, code, signal) => console.log(code, signal));
} else {
  net.createServer((socket) => socket.end(`hello from ${cluster.worker.id}`)).listen(0, '127.0.0.1');
}
