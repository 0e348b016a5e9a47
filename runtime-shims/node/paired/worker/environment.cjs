// process.env of workers: a copy, one of their own, or shared.
const { Worker, SHARE_ENV } = require('node:worker_threads');
process.env.ORIGINAL = 'main';
const run = (program, options) =>
  new Promise((resolve) => {
    const worker = new Worker(program, { eval: true, ...options });
    worker.on('exit', resolve);
  });
(async () => {
  await run('console.log("copy", process.env.ORIGINAL); process.env.ORIGINAL = "changed"; process.env.NEW = 1');
  console.log(process.env.ORIGINAL, process.env.NEW);
  await run('console.log("own", process.env.ORIGINAL, process.env.A, Object.keys(process.env))', { env: { A: 5 } });
  await run(
    'console.log("shared", process.env.ORIGINAL); process.env.ORIGINAL = "changed"; process.env.NEW = 1; delete process.env.GONE',
    {
      env: SHARE_ENV,
    },
  );
  console.log(process.env.ORIGINAL, process.env.NEW, 'NEW' in process.env);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { workerData } = require('worker_threads');
     Atomics.wait(workerData, 0, 0);
     console.log('sees', process.env.LATE);
     new (require('worker_threads').Worker)('process.env.NESTED = "deep"', { eval: true, env: process.env === 1 ? {} : require('worker_threads').SHARE_ENV });`,
    { eval: true, env: SHARE_ENV, workerData: flag },
  );
  process.env.LATE = 'came later';
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
  worker.on('exit', () => setTimeout(() => console.log('NESTED' in process.env), 0));
})();
