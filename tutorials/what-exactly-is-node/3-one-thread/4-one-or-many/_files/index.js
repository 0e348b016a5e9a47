const { setTimeout: wait } = require('node:timers/promises');

const time = 100;
const requests = Array.from({ length: 40 }, (_, number) => number);

async function threads(count) {
  const queue = [...requests];
  // Each of `count` threads takes requests from the queue, one after another, until it is empty.
}

async function eventLoop() {
  // All requests wait at the same time.
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
