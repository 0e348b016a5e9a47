// A worker may handle its own uncaught errors.
const { Worker } = require('node:worker_threads');
const worker = new Worker(
  `process.on('uncaughtException', (error, origin) => { console.log('handled', error.message, origin); });
   process.on('unhandledRejection', (reason) => {
     console.log('rejection', reason);
     setTimeout(() => { throw new Error('e') }, 5);
   });
   process.on('exit', (code) => console.log('worker exits with', code));
   Promise.reject('r');`,
  { eval: true },
);
worker.on('error', () => console.log('not reached'));
worker.on('exit', (code) => console.log('exit', code));
