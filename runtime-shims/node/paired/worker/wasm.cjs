// Modules and shared memories of WebAssembly in messages.
const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');
if (isMainThread) {
  const bytes = Buffer.from('AGFzbQEAAAABBwFgAn9/AX8DAgEABwcBA2FkZAAACgkBBwAgACABags=', 'base64');
  const module = new WebAssembly.Module(bytes);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  const worker = new Worker(__filename, { workerData: { module } });
  worker.postMessage(memory);
  worker.on('message', (message) => console.log(message));
  worker.on('exit', () => console.log(new Int32Array(memory.buffer)[0]));
} else {
  const { exports } = new WebAssembly.Instance(workerData.module);
  parentPort.postMessage(exports.add(2, 3));
  parentPort.once('message', (memory) => {
    new Int32Array(memory.buffer)[0] = 77;
    parentPort.postMessage(memory instanceof WebAssembly.Memory);
  });
}
