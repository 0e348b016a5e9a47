// A worker hears that its port is taken.
const cluster = require('node:cluster');
const net = require('node:net');
if (cluster.isPrimary) {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    cluster.fork({ PORT: server.address().port }).on('exit', (code) => {
      console.log('exit', code);
      server.close();
    });
  });
} else {
  net
    .createServer()
    .listen(Number(process.env.PORT), '127.0.0.1')
    .on('error', (error) => {
      console.log(error.code, error.syscall);
      process.exit(4);
    });
}
