// A worker starts although the thread that made it is blocked.
const { Worker } = require('node:worker_threads');
const flag = new Int32Array(new SharedArrayBuffer(4));
const worker = new Worker(
  `const { workerData } = require('worker_threads');
   Atomics.store(workerData, 0, 1);
   Atomics.notify(workerData, 0);`,
  { eval: true, workerData: flag },
);
console.log(Atomics.wait(flag, 0, 0, 10000));
worker.on('exit', (code) => console.log(code));
