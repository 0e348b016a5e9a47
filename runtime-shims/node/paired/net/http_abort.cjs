// A client that goes away in the middle of an answer, and of its own request.
const http = require('node:http');
let step = 0;
const server = http.createServer((request, response) => {
  if (++step === 1) {
    response.write('first part');
    response.on('close', () => {
      console.log('server: response closed', response.writableFinished);
      next();
    });
  } else {
    request.on('aborted', () => console.log('server: aborted'));
    request.on('error', (error) => console.log('server: request error', error.code, error.message));
    request.on('close', () => {
      console.log('server: request closed', request.complete);
      server.close(() => console.log('closed'));
    });
    request.resume();
  }
});
const options = () => ({ port: server.address().port, agent: false });
server.listen(0, () => {
  const request = http.get(options(), (response) => {
    response.on('data', (data) => {
      console.log('client: data', String(data));
      response.destroy();
    });
    response.on('close', () => console.log('client: closed', response.complete));
  });
  request.on('error', (error) => console.log('client: error', error.code));
});
function next() {
  const request = http.request({ ...options(), method: 'POST', headers: { 'Content-Length': 100 } });
  request.on('error', (error) => console.log('client: error', error.code, error.message));
  request.write('only this');
  setTimeout(() => request.destroy(), 20);
}
