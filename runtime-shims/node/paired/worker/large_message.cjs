// Messages of some megabytes.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
if (isMainThread) {
  const worker = new Worker(__filename);
  const bytes = Buffer.alloc(5e6, 'some bytes');
  const text = 'ä'.repeat(1e6);
  worker.on('message', (message) => {
    console.log(message[0] === hash(bytes), message[1] === text.length, message[2].length);
  });
  worker.postMessage([bytes, text]);
} else {
  parentPort.once('message', ([bytes, text]) => parentPort.postMessage([hash(bytes), text.length, text]));
}
