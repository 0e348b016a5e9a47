// Idle time-outs of sockets, and what ref and unref mean for the end of the program.
const net = require('node:net');
const server = net.createServer((socket) => socket.resume());
server.listen(0, () => {
  const socket = net.connect(server.address().port);
  console.log(socket.setTimeout(30) === socket, socket.timeout);
  socket.on('timeout', () => {
    console.log('timeout', socket.destroyed);
    socket.setTimeout(0);
    socket.end();
  });
  socket.on('close', () => {
    console.log('close');
    // Listening, but unreferenced: the program ends.
    server.unref();
  });
});
process.on('exit', (code) => console.log('exit', code, server.listening));
