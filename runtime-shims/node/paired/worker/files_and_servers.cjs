// Threads share the process's files; a server of a worker is gone with it.
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const fs = require('node:fs');
const net = require('node:net');
if (isMainThread) {
  const fd = fs.openSync('shared.txt', 'w+');
  const worker = new Worker(__filename, { workerData: fd });
  worker.on('message', (port) => {
    console.log(fs.readFileSync('shared.txt', 'utf8'));
    fs.closeSync(fd);
    fs.unlinkSync('shared.txt');
    const socket = net.connect(port, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (text) => console.log(text));
    socket.on('error', () => {});
    socket.on('data', () => worker.terminate());
    worker.on('exit', () => {
      net.connect(port, '127.0.0.1').on('error', (error) => console.log(error.code));
    });
  });
} else {
  fs.writeSync(workerData, 'written by the worker');
  const server = net.createServer((socket) => socket.write('hello from the worker'));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
}
