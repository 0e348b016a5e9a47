/**
 * Runs a batch of test files one after the other (or several at once), each as a fresh process of the node that runs
 * this: natively and in the container alike. `node driver.cjs ORDERS RESULTS`: ORDERS is a JSON file of `TestOrder`s
 * (orders.ts); for each, RESULTS/INDEX.json is written (`TestRun`), and then a line with INDEX printed.
 */
const { spawn } = require('node:child_process');
const { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** Characters kept of each stream, at its start and at its end. */
const KEPT = 4000;

const [ordersFile, results] = process.argv.slice(2).map((path) => resolve(path));
const { orders, jobs } = JSON.parse(readFileSync(ordersFile, 'utf8'));
mkdirSync(results, { recursive: true });

function shortened(file) {
  const text = readFileSync(file, 'utf8');
  rmSync(file, { force: true });
  return text.length <= 2 * KEPT ? text : `${text.slice(0, KEPT)}\n[…]\n${text.slice(-KEPT)}`;
}

/** Ends a test with all that it started and left in its process group. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

function run({ command, cwd, env, timeout }, slot) {
  return new Promise((done) => {
    const names = ['stdout', 'stderr'].map((name) => join(results, `${name}.${slot}`));
    const streams = names.map((name) => openSync(name, 'w'));
    const start = Date.now();
    const environment = { ...process.env, ...env, TEST_THREAD_ID: String(slot), TEST_SERIAL_ID: String(slot) };
    const child = spawn(process.execPath, command, {
      cwd,
      env: environment,
      detached: true,
      stdio: ['ignore', ...streams],
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid);
    }, timeout);
    let ended = false;
    const end = (code, signal, failure = '') => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (child.pid) killGroup(child.pid);
      for (const stream of streams) closeSync(stream);
      const [stdout, stderr] = names.map(shortened);
      done({ code, signal, timedOut, duration: Date.now() - start, stdout, stderr: stderr + failure });
    };
    child.on('exit', (code, signal) => end(code, signal));
    child.on('error', (error) => end(null, null, `${error.message}\n`));
  });
}

let next = 0;
async function work(slot) {
  while (next < orders.length) {
    const index = next++;
    const result = await run(orders[index], slot);
    const file = join(results, `${index}.json`);
    // Whoever reads it finds all of it or nothing.
    writeFileSync(`${file}.part`, JSON.stringify(result));
    renameSync(`${file}.part`, file);
    process.stdout.write(`${index}\n`);
  }
}

for (let slot = 0; slot < jobs; slot++) void work(slot);
