// Workers share a server at a path.
const cluster = require('node:cluster');
const net = require('node:net');
const path = `/tmp/cluster-${cluster.isPrimary ? process.pid : process.ppid}.sock`;
if (cluster.isPrimary) {
  const worker = cluster.fork();
  worker.on('listening', ({ address, addressType }) => {
    console.log(address === path, addressType);
    net
      .connect(path)
      .setEncoding('utf8')
      .on('data', (text) => {
        console.log(text);
        worker.disconnect();
      });
  });
  worker.on('exit', (code) => console.log(code));
} else {
  net.createServer((socket) => socket.end(`worker ${cluster.worker.id}`)).listen(path);
}
