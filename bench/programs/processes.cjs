// Processes and threads: a child that is waited for, and messages back and forth.
const { execFileSync, fork } = require('node:child_process');
const { once } = require('node:events');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { measure, measureApart, measureAsync } = require('./measure.cjs');

const messages = 10_000;
const roundTrips = 200;
const isChild = process.argv[2] === 'child';

/** Counts what comes and answers the last message, or each one when asked so. */
function answer(receiver, sender) {
  let count = 0;
  receiver.on('message', (message) => {
    if (message.echo) sender(message);
    else if (++count % messages === 0) sender({ count });
  });
}

if (isChild) answer(process, (message) => process.send(message));
else if (!isMainThread) answer(parentPort, (message) => parentPort.postMessage(message));
else main();

async function main() {
  const runNode = () => execFileSync(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  // One now and then, as programs mostly do, and several in a row, for which none can be ready.
  await measureApart("execFileSync('node -e 0')", runNode);
  measure("execFileSync('node -e 0'), 5 in a row", 5, runNode);

  // With the start of the child, as a program has it that forks for one job.
  await measureAsync('fork and 10,000 IPC messages', 1, async () => {
    const child = fork(__filename, ['child']);
    for (let i = 0; i < messages; i++) child.send({ number: i, text: 'some text' });
    await once(child, 'message');
    child.disconnect();
    await once(child, 'exit');
  });

  await measureAsync('Worker and 10,000 messages', 1, async () => {
    const worker = new Worker(__filename);
    for (let i = 0; i < messages; i++) worker.postMessage({ number: i, text: 'some text' });
    await once(worker, 'message');
    await worker.terminate();
  });

  const worker = new Worker(__filename);
  await once(worker, 'online');
  await measureAsync('message to a Worker and back', roundTrips, async () => {
    worker.postMessage({ echo: true });
    await once(worker, 'message');
  });
  await worker.terminate();
}
