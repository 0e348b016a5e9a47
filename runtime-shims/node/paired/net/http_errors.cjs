// What goes wrong: client errors, hang-ups, parse errors, too large headers, refused.
const http = require('node:http');
const net = require('node:net');
const server = http.createServer((request, response) => {
  if (request.url === '/hang') request.socket.destroy();
  else response.end('ok');
});
server.on('clientError', (error, socket) => {
  console.log('clientError', error.code, error.bytesParsed, error.message, error.rawPacket?.length);
  socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
});
server.listen(0, () => {
  const { port } = server.address();
  http.get({ port, path: '/hang', agent: false }).on('error', (error) => {
    console.log(error.code, error.message);
    const socket = net.connect(port, () => socket.write('GARBAGE /\r\n'));
    socket.on('data', (data) => console.log(JSON.stringify(String(data))));
    socket.on('close', () => {
      http.get({ port, headers: { big: 'x'.repeat(20000) }, agent: false }, (response) => {
        console.log(response.statusCode);
        response.resume();
        response.on('end', () => {
          server.close();
          const bad = net.createServer((connection) => connection.end('NOT HTTP\r\n\r\n'));
          bad.listen(0, () => {
            http.get({ port: bad.address().port, agent: false }).on('error', (parse) => {
              console.log(parse.code, parse.reason, parse.bytesParsed, parse.message);
              bad.close();
            });
          });
        });
      });
    });
  });
});
