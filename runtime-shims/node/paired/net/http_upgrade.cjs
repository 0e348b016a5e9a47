// Upgrade to another protocol, with bytes right behind the request, and CONNECT.
const http = require('node:http');
const server = http.createServer();
server.on('upgrade', (request, socket, head) => {
  console.log('server: upgrade', request.headers.upgrade, head.toString());
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nready');
  socket.on('data', (data) => socket.write(`echo ${data}`));
  socket.on('end', () => socket.end());
});
server.on('connect', (request, socket, head) => {
  console.log('server: connect', request.url, head.length);
  socket.end('HTTP/1.1 200 Connection Established\r\n\r\ntunnel');
});
server.listen(0, () => {
  const { port } = server.address();
  const request = http.request({ port, headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
  request.end();
  request.on('upgrade', (response, socket, head) => {
    console.log('client: upgrade', response.statusCode, response.headers.upgrade);
    let text = head.toString();
    socket.write('ping');
    socket.on('data', (data) => {
      text += data;
      if (text.endsWith('echo ping')) socket.end();
    });
    socket.on('close', () => {
      console.log('client:', text);
      const connect = http.request({ port, method: 'CONNECT', path: 'example.org:443' });
      connect.end();
      connect.on('connect', (answer, tunnel, first) => {
        let through = first.toString();
        tunnel.on('data', (data) => {
          through += data;
        });
        tunnel.on('end', () => {
          console.log('client:', answer.statusCode, through);
          server.close();
        });
      });
    });
  });
});
