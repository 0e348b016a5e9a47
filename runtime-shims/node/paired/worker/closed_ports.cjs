// Posting to what is closed, closing twice, a callback of close.
const { Worker, MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const { port1, port2 } = new MessageChannel();
const worker = new Worker(
  'const { workerData } = require("worker_threads"); workerData.postMessage("last"); workerData.close();',
  {
    eval: true,
    workerData: port2,
    transferList: [port2],
  },
);
worker.on('exit', () => {
  console.log(receiveMessageOnPort(port1), receiveMessageOnPort(port1));
  port1.on('close', () => {
    console.log('close event', port1.postMessage('nobody'));
    port1.close();
    console.log(worker.postMessage('gone'));
  });
});
try {
  receiveMessageOnPort({});
} catch (error) {
  console.log(error.code, error.message);
}
