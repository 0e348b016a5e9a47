// A worker says hello, is answered, and ends when its port is closed.
const { Worker, isMainThread, parentPort, workerData, threadId } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: { a: 1, list: [1, 2] } });
  worker.on('online', () => console.log('online'));
  worker.on('message', (message) => {
    console.log('main got', message);
    worker.postMessage('bye');
  });
  worker.on('exit', (code) => console.log('exit', code));
} else {
  parentPort.postMessage({ threadId, workerData, pid: process.pid === process.ppid });
  parentPort.on('message', (message) => {
    console.log('worker got', message);
    parentPort.close();
  });
}
