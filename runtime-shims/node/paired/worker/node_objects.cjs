// Objects of Node's classes in messages.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { BlockList, SocketAddress } = require('node:net');
if (isMainThread) {
  const worker = new Worker(__filename);
  const list = new BlockList();
  list.addAddress('10.0.0.1');
  worker.on('message', (message) => console.log(message));
  worker.postMessage({
    blob: new Blob(['some ', 'text'], { type: 'text/plain' }),
    list,
    address: new SocketAddress({ address: '1.2.3.4', port: 5 }),
    exception: new DOMException('what', 'AbortError'),
    url: new URL('https://example.org/a?b#c').href,
  });
} else {
  parentPort.once('message', async ({ blob, list, address, exception, url }) => {
    parentPort.postMessage([await blob.text(), blob.type, blob.size]);
    parentPort.postMessage([list.check('10.0.0.1'), list.check('10.0.0.2'), list.rules]);
    parentPort.postMessage([address.address, address.port]);
    parentPort.postMessage([exception instanceof DOMException, exception.name, exception.message, exception.code, url]);
  });
}
