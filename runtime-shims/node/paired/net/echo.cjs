// A connection both ways: data, end of each side, addresses, counters.
const net = require('node:net');
const server = net.createServer((socket) => {
  console.log('server: connection', socket.remoteFamily, socket.remoteAddress, typeof socket.remotePort);
  socket.on('data', (data) => {
    console.log('server: data', data.toString());
    socket.write(data.toString().toUpperCase());
  });
  socket.on('end', () => console.log('server: end', socket.bytesRead, socket.bytesWritten));
  socket.on('close', (hadError) => {
    console.log('server: close', hadError);
    server.close(() => console.log('server: closed', server.listening));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port, address, family } = server.address();
  console.log('listening', address, family, port > 0);
  const client = net.connect(port, '127.0.0.1', () => {
    console.log('client: connect', client.connecting, client.readyState);
    client.write('hello');
  });
  client.setEncoding('utf8');
  client.once('data', (text) => {
    console.log('client: data', text);
    client.end('bye');
    console.log('client:', client.readyState);
  });
  client.on('data', (text) => console.log('client: more', text));
  client.on('end', () => console.log('client: end'));
  client.on('close', (hadError) => console.log('client: close', hadError, client.bytesRead, client.bytesWritten));
});
