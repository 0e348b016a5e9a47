// net.BlockList and net.SocketAddress, and a server that uses one.
const net = require('node:net');
const list = new net.BlockList();
list.addAddress('123.123.123.123');
list.addRange('10.0.0.1', '10.0.0.10');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
console.log(list.rules);
console.log(list.check('123.123.123.123'), list.check('10.0.0.3'), list.check('222.111.111.222'));
console.log(list.check('::ffff:7b7b:7b7b', 'ipv6'), list.check('8592:757c:efae:4e45::1', 'ipv6'));
console.log(new net.SocketAddress({ address: '::0001', family: 'ipv6', port: 80 }));
console.log(net.isIP('1.2.3.4'), net.isIP('::1'), net.isIP('x'), net.isIPv4('01.2.3.4'));
const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8);
const server = net.createServer({ blockList: loopback }, () => console.log('never'));
server.on('drop', (data) => console.log('drop', data.remoteAddress));
server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.on('error', (error) => console.log('error', error.code));
  socket.on('close', () => server.close());
  socket.resume();
});
