// Streams a log through transforms and prints what it holds, without ever holding the file.
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { generate } = require('./generate.js');

const file = process.argv[2] ?? 'access.log';
const pattern = /^(\S+) - - \[([^\]]+)\] "(\w+) (\S+) [^"]*" (\d{3}) (\d+) (\d+)ms$/;

class Lines extends Transform {
  #rest = '';
  constructor() {
    super({ readableObjectMode: true });
    this.decoder = new TextDecoder();
  }
  _transform(chunk, _encoding, done) {
    const parts = (this.#rest + this.decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = parts.pop();
    for (const part of parts) this.push(part);
    done();
  }
  _flush(done) {
    if (this.#rest) this.push(this.#rest);
    done();
  }
}

class Parse extends Transform {
  constructor() {
    super({ objectMode: true });
  }
  _transform(line, _encoding, done) {
    const match = pattern.exec(line);
    if (match) {
      const [, address, time, method, url, status, bytes, duration] = match;
      this.push({ address, time, method, url, status: Number(status), bytes: Number(bytes), duration: Number(duration) });
    }
    done();
  }
}

async function main() {
  if (!fs.existsSync(file)) await generate(file);
  const byUrl = new Map();
  const byStatus = new Map();
  const durations = [];
  let bytes = 0;
  let requests = 0;

  const source = fs.createReadStream(file, { highWaterMark: 64 * 1024 });
  const parse = new Parse();
  parse.on('data', (entry) => {
    requests += 1;
    bytes += entry.bytes;
    durations.push(entry.duration);
    byStatus.set(entry.status, (byStatus.get(entry.status) ?? 0) + 1);
    const row = byUrl.get(entry.url) ?? { requests: 0, errors: 0, bytes: 0 };
    row.requests += 1;
    row.errors += entry.status >= 400 ? 1 : 0;
    row.bytes += entry.bytes;
    byUrl.set(entry.url, row);
  });
  await pipeline(source, new Lines(), parse);

  durations.sort((a, b) => a - b);
  const quantile = (share) => durations[Math.floor((durations.length - 1) * share)];
  console.log(`${requests} requests, ${(bytes / 2 ** 20).toFixed(1)} MiB served, read ${source.bytesRead} bytes`);
  console.log(`duration: median ${quantile(0.5)} ms, 95 % ${quantile(0.95)} ms, slowest ${quantile(1)} ms`);
  console.log(Object.fromEntries([...byStatus].sort(([a], [b]) => a - b)));
  console.table(Object.fromEntries([...byUrl].sort(([, a], [, b]) => b.requests - a.requests)));

  const report = path.join(path.dirname(path.resolve(file)), 'report.json');
  fs.writeFileSync(report, JSON.stringify(Object.fromEntries(byUrl), null, 2));
  let count = 0;
  for await (const line of readline.createInterface({ input: fs.createReadStream(report) })) count += line ? 1 : 0;
  console.log(`report.json: ${count} lines`);
}

main();
