// A listening server is handed to a child, which accepts on it after the parent has closed it.
const { fork } = require('node:child_process');
const net = require('node:net');
if (process.argv[2] === 'child') {
  process.on('message', (message, server) => {
    console.log(message, server instanceof net.Server, server.listening);
    server.on('connection', (socket) => {
      socket.end('from the child');
      server.close();
      process.disconnect();
    });
    process.send('ready');
  });
} else {
  const child = fork(__filename, ['child'], { serialization: 'advanced' });
  const server = net.createServer(() => console.log('not reached'));
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    child.send({ take: 'this' }, server);
    child.on('message', () => {
      server.close();
      const client = net.connect(port, '127.0.0.1').setEncoding('utf8');
      client.on('data', (text) => console.log(text));
    });
  });
  child.on('exit', (code) => console.log('exit', code));
}
