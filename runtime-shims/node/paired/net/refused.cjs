// ECONNREFUSED with Node's own words.
const net = require('node:net');
const holder = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = holder.address();
  holder.close(() => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', (error) => {
      const { code, errno, syscall, address } = error;
      console.log({ code, errno, syscall, address, port: error.port === port });
      console.log(error.message === `connect ECONNREFUSED 127.0.0.1:${port}`);
    });
    socket.on('close', (hadError) => console.log('close', hadError, socket.destroyed));
  });
});
