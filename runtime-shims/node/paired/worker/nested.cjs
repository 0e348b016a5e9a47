// Workers make workers; with one end those that it made.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: 3 });
  worker.on('message', (message) => {
    console.log(message);
    if (message === 'depth 1') worker.postMessage('stop');
  });
  worker.on('exit', (code) => console.log('exit', code));
} else {
  parentPort.postMessage(`depth ${workerData}`);
  if (workerData > 1) {
    const inner = new Worker(__filename, { workerData: workerData - 1 });
    inner.on('message', (message) => parentPort.postMessage(message));
  }
  if (workerData === 3) parentPort.once('message', () => process.exit(5));
  else setInterval(() => {}, 1000);
}
