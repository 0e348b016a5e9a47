// A FileHandle goes to another port, to a thread and back; the one that was sent is of no use any more.
const { open } = require('node:fs/promises');
const { once } = require('node:events');
const { MessageChannel, Worker } = require('node:worker_threads');

const refused = (action) => {
  try {
    action();
    console.log('accepted');
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
(async () => {
  const handle = await open(__filename);
  const { port1, port2 } = new MessageChannel();
  refused(() => port1.postMessage(handle));
  refused(() => structuredClone({ handle }));
  refused(() => port1.postMessage(handle, [handle, handle]));
  const reading = handle.readFile();
  refused(() => port1.postMessage(handle, [handle]));
  console.log((await reading).length > 100);
  port1.postMessage({ handle }, [handle]);
  console.log(handle.fd);
  await handle.read().catch(({ code, syscall, message }) => console.log(code, syscall, message));
  const [{ handle: second }] = await once(port2, 'message');
  console.log(second.constructor === handle.constructor, second.fd > 2);
  port1.close();

  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    workerData.read({ buffer: Buffer.alloc(10), position: 0 }).then(({ buffer }) => {
      parentPort.postMessage({ text: String(buffer), back: workerData }, [workerData]);
    });`;
  const worker = new Worker(program, { eval: true, workerData: second, transferList: [second] });
  const [[{ text, back }]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  console.log(text, second.fd, String((await back.readFile()).subarray(0, 10)));
  await back.close();
})();
