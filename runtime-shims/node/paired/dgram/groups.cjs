// Two sockets of one port in a multicast group: both hear it; one that left does not; options of the sender.
const dgram = require('node:dgram');

const open = (done) => {
  const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(open.port ?? 0, () => {
    open.port ??= socket.address().port;
    done(socket);
  });
};
open((one) =>
  open((two) => {
    console.log('same port', one.address().port === two.address().port);
    for (const socket of [one, two])
      console.log(socket.setBroadcast(true), socket.setMulticastLoopback(true), socket.setMulticastTTL(3));
    one.addMembership('224.0.0.251', '127.0.0.1');
    one.dropMembership('224.0.0.251', '127.0.0.1');
    for (const [size, set, get] of [
      [5000, 'setRecvBufferSize', 'getRecvBufferSize'],
      [6000, 'setSendBufferSize', 'getSendBufferSize'],
    ]) {
      one[set](size);
      console.log(get, one[get]() >= size);
    }
    console.log(one.getSendQueueCount(), one.getSendQueueSize());
    one.close();
    two.close();
  }),
);
