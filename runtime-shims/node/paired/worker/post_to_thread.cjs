// postMessageToThread by thread id.
const { Worker, isMainThread, postMessageToThread, threadId, parentPort } = require('node:worker_threads');
let heard;
const answer = new Promise((resolve) => {
  heard = resolve;
});
process.on('workerMessage', (value, source) => {
  if (isMainThread) heard(['main got', value, 'from', source]);
  else console.log('worker got', value, 'from', source);
  if (!isMainThread) postMessageToThread(0, { back: value }).then(() => parentPort.close());
});
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.once('online', async () => {
    await new Promise((resolve) => worker.once('message', resolve));
    await postMessageToThread(worker.threadId, 'hi');
    console.log('delivered', await answer);
  });
  postMessageToThread(99, 'nobody').catch((error) => console.log(error.code, error.message));
  postMessageToThread(threadId, 'self').catch((error) => console.log(error.code, error.message));
} else {
  parentPort.on('message', () => {});
  parentPort.postMessage('ready');
}
