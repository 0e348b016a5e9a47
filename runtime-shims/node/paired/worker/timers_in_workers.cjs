// The order of callbacks in a worker is that of any loop.
const { Worker } = require('node:worker_threads');
new Worker(
  `const order = [];
   setTimeout(() => order.push('timeout'), 5);
   setImmediate(() => order.push('immediate'));
   process.nextTick(() => order.push('tick'));
   Promise.resolve().then(() => order.push('microtask'));
   queueMicrotask(() => order.push('queued'));
   require('fs').readFile('/etc/passwd', () => setTimeout(() => order.push('after read'), 20));
   process.on('exit', () => console.log(order.join(' ')));`,
  { eval: true },
);
