// A socket over a descriptor that another handle has bound; not over one that another receives at.
const { createSocket } = require('node:dgram');
const { UDP } = process.binding('udp_wrap');

const bound = new UDP();
console.log(bound.bind('127.0.0.1', 0, 0), bound.fd > 2);
const watched = new UDP();
watched.bind('127.0.0.1', 0, 0);
watched.recvStart();
console.log(new UDP().open(watched.fd));
watched.recvStop();
console.log(new UDP().open(watched.fd));
watched.close();

const receiver = createSocket('udp4');
receiver.on('message', (bytes) => {
  console.log(String(bytes));
  receiver.close();
  sender.close();
});
const sender = createSocket('udp4');
receiver.bind({ fd: bound.fd }, () => {
  sender.send('to the descriptor', receiver.address().port, '127.0.0.1');
});
