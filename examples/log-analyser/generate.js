// Writes an access log of some megabytes: always the same lines, from a small pseudo-random generator.
const fs = require('node:fs');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');

const paths = ['/', '/about', '/api/users', '/api/orders', '/assets/app.js', '/assets/app.css', '/login', '/Überblick'];
const statuses = [200, 200, 200, 200, 200, 304, 404, 500];

function* lines(count) {
  let seed = 42;
  const random = (limit) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % limit;
  };
  for (let i = 0; i < count; i++) {
    const time = new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString();
    const address = `10.0.${random(4)}.${random(250)}`;
    const request = `GET ${paths[random(paths.length)]} HTTP/1.1`;
    yield `${address} - - [${time}] "${request}" ${statuses[random(statuses.length)]} ${random(50_000)} ${random(900)}ms\n`;
  }
}

async function generate(file, count = 40_000) {
  await pipeline(Readable.from(lines(count)), fs.createWriteStream(file));
  console.log(`${file}: ${count} lines, ${fs.statSync(file).size} bytes`);
}

module.exports = { generate };
if (require.main === module) generate(process.argv[2] ?? 'access.log', Number(process.argv[3] ?? 40_000));
