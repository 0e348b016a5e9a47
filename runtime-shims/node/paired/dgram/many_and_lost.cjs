// A queue has an end: of a burst that nobody reads, the first arrive, in order, and no part of one.
const dgram = require('node:dgram');

const server = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => {
  const client = dgram.createSocket('udp4');
  const { port } = server.address();
  const seen = [];
  server.on('message', (message) => {
    seen.push(message.readUInt32BE(0));
    if (message.length !== 1000) console.log('a part', message.length);
  });
  let sent = 0;
  client.bind(0, '127.0.0.1', () => {
    for (let index = 0; index < 2000; index++) {
      const bytes = Buffer.alloc(1000);
      bytes.writeUInt32BE(index);
      client.send(bytes, port, '127.0.0.1', () => {
        if (++sent === 2000) setTimeout(done, 200);
      });
    }
  });
  function done() {
    console.log(
      'in order',
      seen.every((value, place) => place === 0 || value > seen[place - 1]),
    );
    console.log('some arrived', seen.length > 50);
    client.close();
    server.close();
  }
});
