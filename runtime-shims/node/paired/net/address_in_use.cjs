// EADDRINUSE for the second listener of a port; the first one goes on; the port is free after close.
const net = require('node:net');
const first = net.createServer((socket) => socket.end('first'));
first.listen(0, '127.0.0.1', () => {
  const { port } = first.address();
  const second = net.createServer();
  second.on('error', (error) => {
    const { code, errno, syscall, address } = error;
    console.log({ code, errno, syscall, address, port: error.port === port }, second.listening);
    net.connect(port).on('data', (data) => {
      console.log(String(data));
      first.close(() => {
        second.listen(port, '127.0.0.1', () => {
          console.log('second listens', second.address().port === port);
          second.close();
        });
      });
    });
  });
  second.listen(port, '127.0.0.1');
});
