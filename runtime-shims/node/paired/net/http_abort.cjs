// A client that goes away in the middle of an answer, and of its own request.
const { format } = require('node:util');
// The two ends run side by side: each end's lines in its own order.
const lines = [];
const say = (...words) => lines.push(format(...words));
process.on('exit', () => {
  for (const end of ['client', 'server']) console.log(lines.filter((line) => line.startsWith(end)).join('\n'));
  console.log(lines.filter((line) => !/^(client|server)/.test(line)).join('\n'));
});
const http = require('node:http');
let step = 0;
// The second request, which its client gives up once the server has its beginning.
let unfinished;
const server = http.createServer((request, response) => {
  if (++step === 1) {
    response.write('first part');
    response.on('close', () => {
      say('server: response closed', response.writableFinished);
      next();
    });
  } else {
    request.on('aborted', () => say('server: aborted'));
    request.on('error', (error) => say('server: request error', error.code, error.message));
    request.on('close', () => {
      say('server: request closed', request.complete);
      server.close(() => say('closed'));
    });
    request.on('data', () => unfinished.destroy());
  }
});
const options = () => ({ port: server.address().port, agent: false });
server.listen(0, () => {
  const request = http.get(options(), (response) => {
    response.on('data', (data) => {
      say('client: data', String(data));
      response.destroy();
    });
    response.on('close', () => say('client: closed', response.complete));
  });
  request.on('error', (error) => say('client: error', error.code));
});
function next() {
  unfinished = http.request({ ...options(), method: 'POST', headers: { 'Content-Length': 100 } });
  unfinished.on('error', (error) => say('client: error', error.code, error.message));
  unfinished.write('only this');
}
