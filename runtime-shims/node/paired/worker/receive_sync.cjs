// receiveMessageOnPort while this thread is blocked: what was posted meanwhile is there.
const { Worker, isMainThread, workerData, MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
if (isMainThread) {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: { flag, port: port2 }, transferList: [port2] });
  for (let round = 1; round <= 3; round++) {
    port1.postMessage({ round });
    Atomics.wait(flag, 0, round - 1);
    console.log(receiveMessageOnPort(port1), receiveMessageOnPort(port1));
  }
  worker.on('exit', (code) => console.log('exit', code));
  port1.close();
} else {
  const { flag, port } = workerData;
  port.on('message', ({ round }) => {
    port.postMessage({ answer: round * round });
    Atomics.add(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
}
