// A connection is accepted here and answered by a child.
const { fork } = require('node:child_process');
const net = require('node:net');
if (process.argv[2] === 'child') {
  process.on('message', (message, socket) => {
    socket.end(`child answers ${message}`);
    process.disconnect();
  });
} else {
  const child = fork(__filename, ['child']);
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    child.send('the connection', socket, (error) => console.log('sent', error));
    server.close(() => console.log('server closed'));
  });
  server.listen(0, '127.0.0.1', () => {
    const client = net.connect(server.address().port, '127.0.0.1');
    client.setEncoding('utf8');
    client.on('data', (text) => console.log('client got', text));
    client.on('close', () => console.log('client closed'));
  });
  child.on('exit', (code, signal) => console.log('exit', code, signal));
}
