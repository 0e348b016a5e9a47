// unref'd workers and ports do not keep the process.
const { Worker, MessageChannel } = require('node:worker_threads');
const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
worker.on('online', () => {
  worker.unref();
  console.log('unref');
});
process.on('exit', (code) => console.log('main ends', code));
const { port1, port2 } = new MessageChannel();
port1.on('message', () => {});
console.log(port1.hasRef(), port2.hasRef());
port1.unref();
