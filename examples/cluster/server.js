// An HTTP server that spends a moment on each request, alone or as one worker of several.
const http = require('node:http');
const cluster = require('node:cluster');

/** Something to do: the number of primes below a limit. */
function countPrimes(limit) {
  const composite = new Uint8Array(limit);
  let count = 0;
  for (let number = 2; number < limit; number++) {
    if (composite[number]) continue;
    count++;
    for (let multiple = number * number; multiple < limit; multiple += number) composite[multiple] = 1;
  }
  return count;
}

const server = http.createServer((_request, response) => {
  const body = JSON.stringify({ worker: cluster.worker?.id ?? 0, primes: countPrimes(50_000) });
  response.setHeader('Content-Type', 'application/json');
  response.end(body);
});

module.exports = { server };
