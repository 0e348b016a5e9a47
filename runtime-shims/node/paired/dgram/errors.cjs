// What is refused, and how each error reads.
const dgram = require('node:dgram');

const show = (error) =>
  console.log(error.name, error.code, error.syscall, error.address, error.message.replace(/\d{4,}/g, 'N'));
const attempt = (action) => {
  try {
    console.log(action());
  } catch (error) {
    show(error);
  }
};
attempt(() => dgram.createSocket('udp5'));
const one = dgram.createSocket('udp4');
attempt(() => one.remoteAddress());
attempt(() => one.setTTL(1));
attempt(() => one.send('x', 0, 100, 5, 'localhost'));
attempt(() => one.send('x', 70000));
one.bind(0, '127.0.0.1', () => {
  attempt(() => one.bind(1));
  attempt(() => one.setTTL(0));
  attempt(() => one.setTTL(64));
  attempt(() => one.setMulticastTTL(256));
  attempt(() => one.addMembership('10.0.0.1'));
  attempt(() => one.addMembership());
  attempt(() => one.dropMembership('224.0.0.200'));
  attempt(() => one.addMembership('224.0.0.114'));
  attempt(() => one.addMembership('224.0.0.114'));
  const two = dgram.createSocket('udp4');
  two.on('error', (error) => {
    show(error);
    one.send(Buffer.alloc(70_000), one.address().port, '127.0.0.1', (error) => {
      show(error);
      one.close();
      attempt(() => one.address());
      attempt(() => one.close());
    });
  });
  two.bind(one.address().port, '127.0.0.1');
});
