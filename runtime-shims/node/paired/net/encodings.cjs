// Every way to write: strings in each encoding, buffers, cork, writev, empty.
const net = require('node:net');
const server = net.createServer((socket) => {
  const parts = [];
  socket.on('data', (data) => parts.push(data));
  socket.on('end', () => {
    console.log(Buffer.concat(parts).toString('hex'));
    server.close();
  });
});
server.listen(0, () => {
  const socket = net.connect(server.address().port, () => {
    socket.write('é€😀', 'utf8', () => console.log('utf8 written'));
    socket.write('é\u0100', 'latin1');
    socket.write('ab', 'ucs2');
    socket.write('a\u00e9', 'ascii');
    socket.write('aGVsbG8=', 'base64');
    socket.write('00ff10', 'hex');
    socket.write('\ud800x');
    socket.write(new Uint8Array([1, 2, 3]));
    socket.cork();
    socket.write('one');
    socket.write('zwé', 'latin1');
    socket.write(Buffer.from('three'));
    socket.uncork();
    socket.write('');
    socket.end('fin', () => console.log('bytes', socket.bytesWritten));
  });
});
