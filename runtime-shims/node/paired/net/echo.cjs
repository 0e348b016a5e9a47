// A connection both ways: data, end of each side, addresses, counters.
const { format } = require('node:util');
// The two ends run side by side: each end's lines in its own order.
const lines = [];
const say = (...words) => lines.push(format(...words));
process.on('exit', () => {
  for (const end of ['client', 'server']) console.log(lines.filter((line) => line.startsWith(end)).join('\n'));
  console.log(lines.filter((line) => !/^(client|server)/.test(line)).join('\n'));
});
const net = require('node:net');
const server = net.createServer((socket) => {
  say('server: connection', socket.remoteFamily, socket.remoteAddress, typeof socket.remotePort);
  socket.on('data', (data) => {
    say('server: data', data.toString());
    socket.write(data.toString().toUpperCase());
  });
  socket.on('end', () => say('server: end', socket.bytesRead, socket.bytesWritten));
  socket.on('close', (hadError) => {
    say('server: close', hadError);
    server.close(() => say('server: closed', server.listening));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port, address, family } = server.address();
  say('listening', address, family, port > 0);
  const client = net.connect(port, '127.0.0.1', () => {
    say('client: connect', client.connecting, client.readyState);
    client.write('hello');
  });
  client.setEncoding('utf8');
  client.once('data', (text) => {
    say('client: data', text);
    client.end('bye');
    say('client:', client.readyState);
  });
  client.on('data', (text) => say('client: more', text));
  client.on('end', () => say('client: end'));
  client.on('close', (hadError) => say('client: close', hadError, client.bytesRead, client.bytesWritten));
});
