// terminate() ends even an endless loop; its promise tells the exit code.
const { Worker } = require('node:worker_threads');
(async () => {
  const endless = new Worker('require("worker_threads").parentPort.postMessage(1); for (;;) {}', { eval: true });
  endless.on('exit', (code) => console.log('exit event', code));
  await new Promise((resolve) => endless.once('message', resolve));
  console.log(await endless.terminate());
  console.log(await endless.terminate(), endless.threadId);
  const idle = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await new Promise((resolve) => idle.once('online', resolve));
  console.log(await idle.terminate());
  const waiting = new Worker('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', { eval: true });
  await new Promise((resolve) => waiting.once('online', resolve));
  console.log(await waiting.terminate());
  const young = new Worker('console.log("never seen?")', { eval: true, stdout: true });
  console.log(await young.terminate());
  {
    await using disposed = new Worker('setInterval(() => {}, 1000)', { eval: true });
    disposed.on('exit', (code) => console.log('disposed', code));
  }
})();
