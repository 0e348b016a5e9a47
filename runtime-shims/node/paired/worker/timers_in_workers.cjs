// The order of callbacks in a worker is that of any loop.
const { Worker } = require('node:worker_threads');
new Worker(
  `const order = [];
   setImmediate(() => {
     order.push('immediate');
     setTimeout(() => {
       order.push('timeout');
       require('fs').readFile('/etc/passwd', () => {
         setTimeout(() => order.push('after read'), 0);
         setImmediate(() => order.push('immediate of the read'));
       });
     }, 1);
   });
   process.nextTick(() => order.push('tick'));
   Promise.resolve().then(() => order.push('microtask'));
   queueMicrotask(() => order.push('queued'));
   process.on('exit', () => console.log(order.join(' ')));`,
  { eval: true },
);
