// process.exit in a worker ends only the worker.
const { Worker } = require('node:worker_threads');
const programs = [
  'process.exit(3)',
  'process.exitCode = 4',
  'process.on("exit", (code) => { console.log("exit handler", code); process.exitCode = 9; })',
  'process.on("exit", () => process.exit(7)); process.exit(5)',
  'setInterval(() => {}, 1000); setTimeout(() => process.exit(), 5)',
  'try { process.exit(6) } finally { console.log("never") }',
  'process.exit(300)',
];
(async () => {
  for (const program of programs) {
    const worker = new Worker(program, { eval: true });
    console.log(await new Promise((resolve) => worker.on('exit', resolve)));
  }
})();
