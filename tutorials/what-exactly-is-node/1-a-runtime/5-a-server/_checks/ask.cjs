const http = require('node:http');
const { join } = require('node:path');

// The learner's own server may be running in the terminal: this copy takes a port of its own.
const { listen } = http.Server.prototype;
http.Server.prototype.listen = function (_port, ...rest) {
  return listen.call(this, 0, ...rest);
};
const server = require(join(process.cwd(), 'server.js'));

function ask(path) {
  return new Promise((resolve, reject) => {
    http
      .get({ port: server.address().port, path, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode, body }));
      })
      .on('error', reject);
  });
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function main() {
  const wrong = [];
  const greeting = await ask('/');
  if (greeting.status !== 200 || !/hello/i.test(greeting.body)) wrong.push('/ does not answer with the greeting');
  if (!json((await ask('/time')).body)?.time) wrong.push('/time does not answer with JSON that has a time');
  const missing = await ask('/nothing-here');
  if (missing.status !== 404) wrong.push(`/nothing-here answers with ${missing.status} instead of 404`);
  for (const line of wrong) console.log(line);
  process.exit(wrong.length ? 1 : 0);
}

server.listening ? main() : server.once('listening', main);
