// connect(): a peer, sending without an address, what others send is not heard, and disconnecting.
const dgram = require('node:dgram');
const { once } = require('node:events');

async function main() {
  const server = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  const stranger = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  const client = dgram.createSocket('udp4');
  await Promise.all([once(server, 'listening'), once(stranger, 'listening')]);
  client.connect(server.address().port, '127.0.0.1');
  await once(client, 'connect');
  console.log(client.address().address, client.remoteAddress().port === server.address().port);
  try {
    client.send('to', 1, 'localhost');
  } catch (error) {
    console.log(error.code);
  }
  try {
    client.connect(1);
  } catch (error) {
    console.log(error.code);
  }
  client.send('hello');
  const [message, sender] = await once(server, 'message');
  console.log(String(message));
  client.on('message', (text) => console.log('client hears', String(text)));
  stranger.send('from a stranger', sender.port, sender.address);
  server.send('from the server', sender.port, sender.address);
  await once(client, 'message');
  client.disconnect();
  try {
    client.remoteAddress();
  } catch (error) {
    console.log(error.code);
  }
  // The port was the system's choice and is given back; sending takes a new one.
  console.log(client.address());
  client.send('again', server.address().port, '127.0.0.1');
  console.log(String((await once(server, 'message'))[0]), client.address().port > 0);
  for (const socket of [server, stranger, client]) socket.close();
}
main();
