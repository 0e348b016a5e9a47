// A paused socket holds its data back, and a destroyed one says nothing more.
const net = require('node:net');
const server = net.createServer({ pauseOnConnect: true }, (socket) => {
  let seen = 0;
  socket.on('data', (data) => {
    seen += data.length;
    console.log('server: data', String(data));
  });
  setTimeout(() => {
    console.log('before resume', seen, socket.isPaused());
    socket.resume();
    setTimeout(() => {
      socket.destroy();
      console.log('destroyed', socket.destroyed);
    }, 20);
  }, 20);
});
server.listen(0, () => {
  const socket = net.connect(server.address().port, () => socket.write('held back'));
  socket.resume();
  socket.on('end', () => console.log('client: end'));
  socket.on('close', (hadError) => {
    console.log('client: close', hadError);
    server.close();
  });
});
