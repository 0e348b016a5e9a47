// A worker sleeps in Atomics.wait until the main thread wakes it; both count in one memory.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');
if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(__filename, { workerData: shared });
  worker.on('message', (message) => {
    if (message === 'ready') {
      setTimeout(() => {
        Atomics.store(shared, 0, 1);
        console.log('woke', Atomics.notify(shared, 0) <= 1);
      }, 50);
    } else console.log(message, Atomics.load(shared, 1));
  });
  worker.on('exit', () => console.log('end', shared.join()));
} else {
  parentPort.postMessage('ready');
  const result = Atomics.wait(workerData, 0, 0);
  for (let i = 0; i < 1000; i++) Atomics.add(workerData, 1, 1);
  parentPort.postMessage(result === 'ok' || result === 'not-equal' ? 'waited' : result);
  parentPort.postMessage(Atomics.wait(workerData, 2, 0, 10));
}
