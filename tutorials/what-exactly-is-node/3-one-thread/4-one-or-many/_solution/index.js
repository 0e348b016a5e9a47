const { setTimeout: wait } = require('node:timers/promises');

const time = 100;
const requests = Array.from({ length: 40 }, (_, number) => number);

async function threads(count) {
  const queue = [...requests];
  async function thread() {
    while (queue.shift() !== undefined) await wait(time);
  }
  await Promise.all(Array.from({ length: count }, thread));
}

async function eventLoop() {
  await Promise.all(requests.map(() => wait(time)));
}

async function main() {
  let start = Date.now();
  await threads(4);
  console.log(`4 threads: ${Date.now() - start} ms`);
  start = Date.now();
  await eventLoop();
  console.log(`event loop: ${Date.now() - start} ms`);
}

main();
