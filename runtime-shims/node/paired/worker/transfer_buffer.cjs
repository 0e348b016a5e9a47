// A transferred buffer is detached here and whole there.
const {
  Worker,
  isMainThread,
  parentPort,
  markAsUntransferable,
  isMarkedAsUntransferable,
} = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
  worker.on('message', (back) => {
    console.log('back', back, buffer.byteLength, buffer.detached);
    worker.terminate();
  });
  worker.postMessage({ buffer }, [buffer]);
  console.log('sent', buffer.byteLength, buffer.detached);
  const marked = new ArrayBuffer(8);
  markAsUntransferable(marked);
  console.log(isMarkedAsUntransferable(marked));
  try {
    worker.postMessage(marked, [marked]);
  } catch (error) {
    console.log(error.name, error.message);
  }
  try {
    worker.postMessage(0, [{}]);
  } catch (error) {
    console.log(error.name, error.message);
  }
} else {
  parentPort.once('message', ({ buffer }) => {
    new Uint8Array(buffer)[0] = 99;
    parentPort.postMessage(buffer, [buffer]);
  });
}
