// An IPv6 socket hears IPv4 senders under mapped addresses, unless it is IPv6-only.
const dgram = require('node:dgram');

const dual = dgram.createSocket('udp6');
const six = dgram.createSocket({ type: 'udp6', ipv6Only: true });
const four = dgram.createSocket('udp4');
let heard = 0;
dual.on('message', (message, { address, family }) => {
  console.log(String(message), address, family);
  if (++heard === 1) {
    dual.send('from six', dual.address().port, '::1');
    return;
  }
  dual.close();
  six.bind(0, () => {
    const { port } = six.address();
    // The IPv4 port of that number is free.
    four.bind(port, () => {
      console.log('both bound');
      four.close();
      six.close();
    });
  });
});
dual.bind(0, () => {
  const probe = dgram.createSocket('udp4');
  probe.send('from four', dual.address().port, '127.0.0.1', () => probe.close());
});
