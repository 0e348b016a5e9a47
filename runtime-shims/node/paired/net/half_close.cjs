// allowHalfOpen: the server still answers after the client has ended.
const { format } = require('node:util');
// The two ends run side by side: each end's lines in its own order.
const lines = [];
const say = (...words) => lines.push(format(...words));
process.on('exit', () => {
  for (const end of ['client', 'server']) console.log(lines.filter((line) => line.startsWith(end)).join('\n'));
  console.log(lines.filter((line) => !/^(client|server)/.test(line)).join('\n'));
});
const net = require('node:net');
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part) => {
    text += part;
  });
  socket.on('end', () => {
    say('server: end', JSON.stringify(text), socket.readyState);
    setTimeout(() => socket.end(`got ${text.length}`), 10);
  });
  socket.on('finish', () => say('server: finish'));
});
server.listen(0, () => {
  const client = net.connect({ port: server.address().port, allowHalfOpen: true });
  client.end('one two three');
  client.on('finish', () => say('client: finish', client.readyState));
  client.on('data', (data) => say('client: data', String(data)));
  client.on('end', () => say('client: end'));
  client.on('close', () => {
    say('client: close');
    server.close();
  });
});
server.on('close', () => say('closed'));
