// Many messages, in order, with ticks and microtasks between them.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const count = 3000;
if (isMainThread) {
  const worker = new Worker(__filename);
  let expected = 0;
  let ticks = 0;
  worker.on('message', (number) => {
    if (number !== expected++) throw new Error(`${number} came instead of ${expected - 1}`);
    if (ticks !== number) throw new Error('a tick was missed');
    process.nextTick(() => ticks++);
    if (expected === count) process.nextTick(() => worker.postMessage('done'));
  });
  worker.on('exit', () => console.log(expected, ticks));
} else {
  for (let i = 0; i < count; i++) parentPort.postMessage(i);
  parentPort.once('message', () => {});
}
