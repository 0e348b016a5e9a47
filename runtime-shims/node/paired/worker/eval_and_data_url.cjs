// Programs given as text, as data: URL, as file URL.
const { Worker } = require('node:worker_threads');
const { pathToFileURL } = require('node:url');
const { writeFileSync, unlinkSync } = require('node:fs');
const run = (...parameters) =>
  new Promise((resolve) => {
    const worker = new Worker(...parameters);
    const heard = [];
    worker.on('message', (message) => heard.push(message));
    worker.on('error', (error) => heard.push(`${error.name}: ${error.message}`));
    worker.on('exit', (code) => resolve([...heard, code]));
  });
(async () => {
  console.log(
    await run('require("worker_threads").parentPort.postMessage([__filename, module.id, process.argv.length])', {
      eval: true,
    }),
  );
  console.log(
    await run(
      new URL(
        'data:text/javascript,import { parentPort } from "worker_threads"; parentPort.postMessage(typeof require)',
      ),
    ),
  );
  writeFileSync(
    'w_module.mjs',
    'import { parentPort } from "node:worker_threads"; await 1; parentPort.postMessage(import.meta.url.endsWith("w_module.mjs"))',
  );
  console.log(await run(pathToFileURL('w_module.mjs')));
  console.log(await run('./w_module.mjs'));
  unlinkSync('w_module.mjs');
  console.log(
    await run(
      'import("fs").then(({ existsSync }) => require("worker_threads").parentPort.postMessage(existsSync("/")))',
      { eval: true },
    ),
  );
  for (const bad of ['relative.js', 5, new URL('http://x/')]) {
    try {
      new Worker(bad);
    } catch (error) {
      console.log(error.code, error.message.split('\n')[0]);
    }
  }
})();
