// A hundred connections at once, each with its own conversation.
const net = require('node:net');
const server = net.createServer((socket) => {
  socket.on('data', (data) => socket.end(`${String(data)}!`));
});
server.listen(0, () => {
  const answers = new Array(100);
  let open = answers.length;
  for (let i = 0; i < answers.length; i++) {
    const socket = net.connect(server.address().port);
    socket.write(String(i));
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () => {
      answers[i] = text;
      if (--open === 0) {
        console.log(answers.join(' '));
        server.getConnections((error, count) => {
          console.log(error, typeof count);
          server.close();
        });
      }
    });
  }
});
