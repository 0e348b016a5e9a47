// Without an 'error' listener the worker's error is the main thread's.
const { Worker } = require('node:worker_threads');
process.on('uncaughtException', (error) => console.log('caught in main:', error.name, error.message));
const worker = new Worker('throw new TypeError("from the worker")', { eval: true });
worker.on('exit', (code) => console.log('exit', code));
