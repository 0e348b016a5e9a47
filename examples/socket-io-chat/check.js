// Two people who talk by Socket.IO's own client, and what each of them sees.
process.env.PORT = '0';
const { once } = require('node:events');
const { io: connect } = require('socket.io-client');
const { server, io } = require('./server.js');

/** Resolves when `seen` has `count` lines. */
async function lines(person, count) {
  while (person.seen.length < count) await once(person.socket, 'message');
}

async function enter(name) {
  const socket = connect(`http://localhost:${server.address().port}`, { reconnection: false });
  const person = { name, socket, seen: [] };
  socket.on('message', ({ from, text }) => person.seen.push(from ? `${from}: ${text}` : text));
  await once(socket, 'connect');
  const { engine } = socket.io;
  if (engine.transport.name !== 'websocket') await new Promise((resolve) => engine.once('upgrade', resolve));
  const { messages } = await socket.emitWithAck('join', name);
  console.log(`${name} talks by ${engine.transport.name}, and is told of ${messages.length} messages`);
  return person;
}

server.once('listening', async () => {
  const ada = await enter('Ada');
  const bob = await enter('Bob');
  console.log('without a name:', await bob.socket.emitWithAck('join', ' '));
  await lines(ada, 1);
  ada.socket.emit('message', 'hello Bob');
  await lines(bob, 1);
  bob.socket.emit('message', 'grüß dich 🌍');
  await lines(ada, 3);
  const file = once(bob.socket, 'file');
  ada.socket.emit('file', Buffer.alloc(300_000, 'wardian'));
  const [{ from, bytes }] = await file;
  console.log(`a file of ${from}: ${bytes.length} bytes, whole: ${bytes.equals(Buffer.alloc(300_000, 'wardian'))}`);
  bob.socket.disconnect();
  await lines(ada, 4);
  for (const { name, seen } of [ada, bob]) console.log(`${name} saw:\n  ${seen.join('\n  ')}`);
  const [reason] = await Promise.all([once(ada.socket, 'disconnect'), io.close()]);
  console.log(`the server ends: ${reason[0]}`);
});
