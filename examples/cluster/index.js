// The same server alone and with a worker for each of four processes; a load run on each, and who answered how often.
// `node index.js` prints the tables; `node index.js --serve` serves with four workers on port 3000 until Ctrl-C, and starts
// a new worker for each that dies.
const cluster = require('node:cluster');
const http = require('node:http');
const { server } = require('./server.js');

const workers = 4;
const requests = 40;
/** Requests on their way at any time in the measured run. */
const concurrency = 8;

/** One request on a connection of its own, so that the primary hands each to the next worker. */
function get(port) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
  });
}

/** Sends all requests, so many at a time; answers how many each worker got, and checks what they said. */
async function load(port, concurrency) {
  const answered = new Map();
  let left = requests;
  const client = async () => {
    while (left-- > 0) {
      const { worker, primes } = await get(port);
      if (primes !== 5133) throw new Error(`a worker counted ${primes} primes`);
      answered.set(worker, (answered.get(worker) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return answered;
}

async function run(title, port) {
  // One after the other, the requests go around; all at once, they go to whoever is free.
  const rows = [...(await load(port, 1))].sort(([a], [b]) => a - b);
  console.log(`${title}: ${requests} requests`);
  console.table(rows.map(([worker, count]) => ({ worker: worker === 0 ? 'the only one' : worker, requests: count })));
  const start = performance.now();
  const answered = await load(port, concurrency);
  const perSecond = Math.round((requests * 1000) / (performance.now() - start));
  // Speed is the machine's: it goes where it is not compared.
  console.error(`${concurrency} at a time: ${perSecond} requests a second, by ${answered.size} workers`);
}

const listening = (emitter) =>
  new Promise((resolve) => {
    emitter.once('listening', (_worker, address) => resolve(address));
  });

async function compare() {
  const alone = listening(server);
  server.listen(0, '127.0.0.1');
  await alone;
  await run('One process', server.address().port);
  server.close();

  let up = 0;
  const { port } = await new Promise((resolve) => {
    cluster.on('listening', (_worker, address) => {
      if (++up === workers) resolve(address);
    });
    for (let i = 0; i < workers; i++) cluster.fork();
  });
  await run(`${workers} workers`, port);

  const [first] = Object.values(cluster.workers);
  first.kill('SIGKILL');
  await new Promise((resolve) => {
    cluster.once('exit', (worker, code, signal) => {
      console.log(`worker ${worker.id} ended (code ${code}, signal ${signal}); another takes its place`);
      cluster.fork();
      resolve(listening(cluster));
    });
  });
  await run('After the restart', port);
  cluster.disconnect(() => console.log('all workers have gone'));
}

function serve() {
  for (let i = 0; i < workers; i++) cluster.fork({ PORT: '3000' });
  cluster.on('listening', (worker, { port }) => console.log(`worker ${worker.id} listens on port ${port}`));
  cluster.on('exit', (worker, code, signal) => {
    console.log(`worker ${worker.id} ended (${signal ?? code})`);
    cluster.fork({ PORT: '3000' });
  });
}

if (cluster.isWorker) server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
else if (process.argv.includes('--serve')) serve();
else compare();
