// A lookup function of one's own in net and http, and the events of the connection.
const net = require('node:net');
const http = require('node:http');
const server = http
  .createServer((request, response) => response.end(request.headers.host))
  .listen(0, () => {
    const { port } = server.address();
    const lookup = (name, options, done) => {
      console.log('asked for', name, options.all === true);
      done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
    };
    const socket = net
      .connect({ host: 'made.up.name', port, lookup, autoSelectFamily: false })
      .on('lookup', (error, address, family, host) => console.log('lookup', error, address, family, host))
      .on('connect', () => {
        console.log('connected', socket.remoteAddress);
        socket.destroy();
        http.get({ host: 'other.name', port, lookup, agent: false }, (response) =>
          response.on('data', (text) => console.log(String(text).replace(/\d+/, 'PORT'))).on('end', fails),
        );
      });
    function fails() {
      net
        .connect({
          host: 'x.y',
          port,
          lookup: (_, __, done) => done(Object.assign(new Error('own'), { code: 'E_OWN' })),
        })
        .on('error', (error) => {
          console.log(error.code);
          server.close();
        });
    }
  });
