// A server answers each datagram; sizes, empty ones, lists of chunks, and the addresses that both see.
const dgram = require('node:dgram');

const server = dgram.createSocket('udp4');
server.on('message', (message, sender) => {
  console.log(
    'server',
    message.toString(),
    sender.address,
    sender.family,
    sender.size,
    sender.port === client.address().port,
  );
  server.send(`echo ${message}`, sender.port, sender.address);
});
const client = dgram.createSocket('udp4');
const texts = ['one', '', ['t', 'w', 'o'], Buffer.from('xthreex').subarray(1, 6)];
client.on('message', (message, sender) => {
  console.log('client', message.toString(), sender.port === server.address().port);
  next();
});
function next() {
  if (texts.length === 0) {
    client.close(() => console.log('client closed'));
    server.close(() => console.log('server closed'));
    return;
  }
  client.send(texts.shift(), server.address().port, '127.0.0.1', (error, bytes) => console.log('sent', error, bytes));
}
server.bind(0, '127.0.0.1', () => {
  console.log(server.address().address, server.address().family, server.address().port > 0);
  next();
});
