// What a worker may not do, and what it is told about itself.
const { Worker } = require('node:worker_threads');
const worker = new Worker(
  `const threads = require('worker_threads');
   console.log(threads.isMainThread, threads.threadId, threads.threadName, threads.isInternalThread);
   for (const forbidden of [() => process.chdir('/'), () => process.umask(0), () => process.abort(), () => process.setuid(0)]) {
     try { forbidden(); } catch (error) { console.log(error.code, error.message); }
   }
   console.log(process.cwd() === require('fs').realpathSync('.'), typeof process.umask());
   console.log('_debugProcess' in process, typeof process.stdin.push, process.listenerCount('newListener'));
   process.on('SIGUSR2', () => {});`,
  { eval: true, name: ' my name ' },
);
console.log(worker.threadId, worker.threadName);
worker.on('exit', (code) => {
  console.log(code, worker.threadId, worker.threadName, worker.resourceLimits);
});
