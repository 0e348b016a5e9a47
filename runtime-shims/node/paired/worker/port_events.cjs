// The two ways to listen, order of messages and close, across threads.
const { Worker, isMainThread, workerData, MessageChannel } = require('node:worker_threads');
if (isMainThread) {
  const { port1, port2 } = new MessageChannel();
  new Worker(__filename, { workerData: port2, transferList: [port2] });
  port1.onmessage = (event) =>
    console.log(event.constructor.name, event.type, event.data, event.ports.length, event.target === port1);
  port1.addEventListener('message', ({ data }) => console.log('also', data));
  port1.on('messageerror', () => console.log('not reached'));
  port1.on('close', () => console.log('closed'));
  port1.postMessage(1);
  port1.postMessage(2);
} else {
  const port = workerData;
  port.once('message', (message) => {
    port.postMessage(['once', message]);
    port.on('message', (next) => {
      port.postMessage(['on', next]);
      port.close();
    });
  });
}
