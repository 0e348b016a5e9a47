// Four workers increment one counter.
const { Worker, isMainThread, workerData } = require('node:worker_threads');
if (isMainThread) {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  let left = 4;
  for (let i = 0; i < 4; i++) {
    new Worker(__filename, { workerData: counter }).on('exit', () => {
      if (--left === 0) console.log(counter[0]);
    });
  }
} else {
  for (let i = 0; i < 10000; i++) Atomics.add(workerData, 0, 1);
}
