// 8 MB through a slow reader: nothing is lost, nothing grows without bound, order and content hold.
const net = require('node:net');
const total = 8 << 20;
const chunk = Buffer.alloc(1 << 16);
for (let i = 0; i < chunk.length; i++) chunk[i] = (i * 31 + 7) & 255;
const digest = (buffers) => {
  let a = 1;
  let b = 0;
  for (const byte of buffers) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return (b * 65536 + a).toString(16);
};
const server = net.createServer((socket) => {
  let sent = 0;
  let waits = 0;
  const more = () => {
    while (sent < total) {
      sent += chunk.length;
      if (!socket.write(chunk)) {
        waits++;
        socket.once('drain', more);
        return;
      }
    }
    socket.end();
    console.log('server: all written, waited for drain:', waits > 0);
  };
  more();
});
server.listen(0, () => {
  const client = net.connect(server.address().port);
  const parts = [];
  let paused = 0;
  client.on('data', (data) => {
    parts.push(data);
    if (parts.length % 16 === 0) {
      paused++;
      client.pause();
      setTimeout(() => client.resume(), 1);
    }
  });
  client.on('end', () => {
    const all = Buffer.concat(parts);
    console.log('client: bytes', all.length, client.bytesRead, 'paused', paused > 0);
    console.log('checksum', digest(all.subarray(0, 1 << 18)), digest(all.subarray(total - (1 << 18))));
    server.close();
  });
});
