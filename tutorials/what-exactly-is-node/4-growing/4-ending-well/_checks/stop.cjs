const http = require('node:http');
const { join } = require('node:path');

// The learner's own server may be running in the terminal: this copy takes a port of its own.
const { listen } = http.Server.prototype;
http.Server.prototype.listen = function (_port, ...rest) {
  return listen.call(this, 0, ...rest);
};
const printed = [];
const { log } = console;
console.log = (...values) => printed.push(values.join(' '));
const server = require(join(process.cwd(), 'server.js'));

function fail(reason) {
  log(reason);
  process.exit(1);
}

function stop() {
  if (!process.listenerCount('SIGTERM'))
    fail('nothing handles SIGTERM: the program would end in the middle of a request');
  const { port } = server.address();
  let answer = '';
  http
    .get({ port, agent: false }, (response) => {
      response.on('data', (chunk) => (answer += chunk));
      response.on('end', () => {
        if (answer !== 'finished') fail(`the open request was answered with “${answer}”`);
        if (server.listening) fail('the server still listens after SIGTERM');
        setTimeout(() => process.exit(printed.includes('closed') ? 0 : fail('“closed” was not printed')), 300);
      });
    })
    .on('error', (error) => fail(`the open request broke: ${error.code}`));
  setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 100);
}

server.listening ? stop() : server.once('listening', stop);
