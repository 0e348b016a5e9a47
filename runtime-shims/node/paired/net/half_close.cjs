// allowHalfOpen: the server still answers after the client has ended.
const net = require('node:net');
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part) => {
    text += part;
  });
  socket.on('end', () => {
    console.log('server: end', JSON.stringify(text), socket.readyState);
    setTimeout(() => socket.end(`got ${text.length}`), 10);
  });
  socket.on('finish', () => console.log('server: finish'));
});
server.listen(0, () => {
  const client = net.connect({ port: server.address().port, allowHalfOpen: true });
  client.end('one two three');
  client.on('finish', () => console.log('client: finish', client.readyState));
  client.on('data', (data) => console.log('client: data', String(data)));
  client.on('end', () => console.log('client: end'));
  client.on('close', () => {
    console.log('client: close');
    server.close();
  });
});
server.on('close', () => console.log('closed'));
