// Without an 'error' listener the worker's error is the main thread's.
const { Worker } = require('node:worker_threads');
// Natively, too, either may come first.
const seen = [];
process.on('exit', () => console.log(seen.sort().join('\n')));
process.on('uncaughtException', (error) => seen.push(`caught in main: ${error.name} ${error.message}`));
const worker = new Worker('throw new TypeError("from the worker")', { eval: true });
worker.on('exit', (code) => seen.push(`exit ${code}`));
