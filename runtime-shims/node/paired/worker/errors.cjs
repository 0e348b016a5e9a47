// Uncaught errors of workers arrive as 'error' events, with class, code and properties.
const { Worker, isMainThread, workerData } = require('node:worker_threads');
class Special extends Error {
  constructor(message) {
    super(message);
    this.name = 'Special';
    this.extra = { list: [1] };
  }
}
const throwers = {
  type: () => null.f(),
  special: () => {
    throw new Special('own class');
  },
  system: () => require('node:fs').readFileSync('/no/such/file'),
  number: () => {
    throw 42;
  },
  undefined: () => {
    throw undefined;
  },
  rejection: () => void Promise.reject(new RangeError('rejected')),
  later: () => void setTimeout(() => JSON.parse('{'), 1),
  assertion: () => require('node:assert').strictEqual(1, 2),
};
if (isMainThread) {
  (async () => {
    for (const kind of Object.keys(throwers)) {
      const worker = new Worker(__filename, { workerData: kind });
      worker.on('error', (error) => {
        const { name, message, code, syscall, path, extra } = Object(error);
        console.log(kind, error instanceof Error, name ?? error, message?.split('\n')[0], code, syscall, path, extra);
      });
      await new Promise((resolve) => {
        worker.on('exit', (code) => {
          console.log(kind, 'exit', code);
          resolve();
        });
      });
    }
  })();
} else throwers[workerData]();
