// Ports travel with the messages that wait in them; two workers talk through one without the main thread.
const { Worker, isMainThread, parentPort, workerData, MessageChannel } = require('node:worker_threads');
if (isMainThread) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage('from before 1');
  port1.postMessage({ from: 'before 2' });
  const first = new Worker(__filename, { workerData: { name: 'first', port: port1 }, transferList: [port1] });
  const second = new Worker(__filename, { workerData: { name: 'second' } });
  second.postMessage({ port: port2 }, [port2]);
  try {
    second.postMessage({ port: port2 }, [port2]);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
  const lines = [];
  let ends = 0;
  for (const worker of [first, second]) {
    worker.on('message', (line) => lines.push(line));
    worker.on('exit', () => {
      if (++ends === 2) console.log(lines.sort().join('\n'));
    });
  }
} else {
  const use = (port) => {
    let count = 0;
    port.on('message', (message) => {
      parentPort.postMessage(`${workerData.name} got ${JSON.stringify(message)}`);
      if (workerData.name === 'first' && ++count === 2) port.close();
      if (workerData.name === 'second' && ++count === 2) for (const n of [1, 2]) port.postMessage(`answer ${n}`);
    });
    port.on('close', () => {
      parentPort.postMessage(`${workerData.name} sees the end`);
      parentPort.close();
    });
  };
  if (workerData.port) use(workerData.port);
  else parentPort.on('message', ({ port }) => use(port));
}
