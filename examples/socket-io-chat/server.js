// A chat: open the preview in two windows and write to yourself.
const { createServer } = require('node:http');
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const { Server } = require('socket.io');

/** Messages that newcomers are told. */
const REMEMBERED = 20;

const server = createServer(async (request, response) => {
  if (request.url !== '/') return response.writeHead(404).end('not found\n');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(await readFile(join(__dirname, 'public/index.html')));
});
const io = new Server(server);
const messages = [];

function tell(message) {
  messages.push(message);
  if (messages.length > REMEMBERED) messages.shift();
  io.to('chat').emit('message', message);
}

io.on('connection', (socket) => {
  socket.on('join', (name, joined) => {
    if (typeof name !== 'string' || name.trim() === '') return joined({ error: 'a name is needed' });
    socket.data.name = name.trim();
    tell({ text: `${socket.data.name} is here` });
    joined({ messages });
    socket.join('chat');
  });
  socket.on('message', (text) => {
    if (socket.data.name) tell({ from: socket.data.name, text: String(text) });
  });
  socket.on('file', (bytes) => {
    if (socket.data.name) socket.to('chat').emit('file', { from: socket.data.name, bytes });
  });
  socket.on('disconnect', () => {
    if (socket.data.name) tell({ text: `${socket.data.name} has left` });
  });
});

server.listen(process.env.PORT ?? 3000, () => {
  console.log(`Chat on http://localhost:${server.address().port}/`);
});
module.exports = { server, io };
