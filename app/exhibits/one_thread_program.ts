/** The program of the exhibit's other side, which runs in the container: a real server, and a client that puts load on it. */
import type { Load, Sample } from './thread_simulation.ts';

export const programPath = '/tmp/wardian-exhibit/one_thread.js';

/** What it prints, one JSON a line. */
export type Report = Pick<Sample, 'throughput' | 'open' | 'queued' | 'memory'>;

/** What it reads, one JSON a line. */
export type Order = Load;

export const programText = `
const { createServer, request, Agent } = require('node:http');
const { fork } = require('node:child_process');
const { rmSync } = require('node:fs');
const { createInterface } = require('node:readline');
// Not a port: the preview would show it.
const socketPath = __dirname + '/socket';

function serve() {
  let open = 0;
  const server = createServer((incoming, response) => {
    const query = new URL(incoming.url, 'http://localhost').searchParams;
    open += 1;
    setTimeout(() => {
      // What a request computes holds up all others: there is one thread.
      const end = performance.now() + Number(query.get('compute'));
      while (performance.now() < end);
      open -= 1;
      response.end('done');
    }, Number(query.get('wait')));
  });
  rmSync(socketPath, { force: true });
  server.listen(socketPath, () => process.send({ ready: true }));
  setInterval(() => process.send({ open, memory: process.memoryUsage().heapUsed / 1e6 }), 250);
}

function load() {
  const server = fork(__filename, ['serve']);
  const agent = new Agent({ keepAlive: true });
  const order = { rate: 0, wait: 100, compute: 0 };
  let ready = false;
  let served = { open: 0, memory: 0 };
  let open = 0;
  let due = 0;
  let last = performance.now();
  let ends = [];
  server.on('message', (message) => {
    if (message.ready) ready = true;
    else served = message;
  });
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line.startsWith('{')) Object.assign(order, JSON.parse(line));
  });
  const ask = () => {
    open += 1;
    const done = () => {
      open -= 1;
      ends.push(performance.now());
    };
    request({ socketPath, agent, path: '/?wait=' + order.wait + '&compute=' + order.compute }, (response) => {
      response.resume().on('end', done);
    }).on('error', done).end();
  };
  setInterval(() => {
    const now = performance.now();
    due = Math.min(due + (order.rate * (now - last)) / 1000, order.rate);
    last = now;
    for (; ready && due >= 1; due--) ask();
  }, 20);
  setInterval(() => {
    ends = ends.filter((end) => end > performance.now() - 1000);
    console.log(JSON.stringify({ throughput: ends.length, open, queued: Math.max(0, open - served.open), memory: served.memory }));
  }, 250);
}

if (process.argv[2] === 'serve') serve();
else load();
`;
