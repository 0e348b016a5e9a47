// Where socket callbacks stand among ticks, microtasks, timers and immediates.
const net = require('node:net');
const log = (...words) => console.log(...words);
const server = net.createServer((socket) => {
  log('connection');
  process.nextTick(() => log('tick of connection'));
  Promise.resolve().then(() => log('microtask of connection'));
  socket.on('data', (data) => {
    log('server data', String(data));
    process.nextTick(() => log('tick of data'));
    setImmediate(() => log('immediate of data'));
    Promise.resolve().then(() => log('microtask of data'));
    socket.write('answer', () => log('written'));
    log('after write');
  });
});
server.listen(0, () => {
  log('listening');
  const client = net.connect(server.address().port);
  log('after connect');
  client.on('data', (data) => {
    log('client data', String(data));
    client.end();
    server.close(() => log('closed'));
  });
  client.on('connect', () => {
    setTimeout(() => client.write('question'), 10);
  });
});
log('main done');
