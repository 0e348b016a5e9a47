// events.once and on, a pool of workers, with ES modules.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

if (isMainThread) {
  const workers = Array.from({ length: 3 }, () => new Worker(fileURLToPath(import.meta.url)));
  const square = async (worker, number) => {
    const answer = once(worker, 'message');
    worker.postMessage(number);
    return (await answer)[0];
  };
  const results = await Promise.all(workers.map((worker, i) => square(worker, i + 2)));
  console.log(results);
  console.log(await Promise.all(workers.map((worker) => worker.terminate())));
} else {
  parentPort.on('message', (number) => parentPort.postMessage(number * number));
}
