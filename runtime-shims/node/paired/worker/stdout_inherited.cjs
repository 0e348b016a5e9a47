// What a worker prints comes out of the process in order, also right before its end.
const { Worker } = require('node:worker_threads');
const worker = new Worker(
  `for (let i = 0; i < 200; i++) console.log('line', i, 'x'.repeat(i));
   process.on('exit', () => console.log('last words'));
   process.stdout.write('and this\\n', () => process.exit(0));`,
  { eval: true },
);
worker.on('exit', () => console.log('main sees the end'));
