// Unix sockets: a path, both ways, the name goes with the server, and errors.
const net = require('node:net');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sock-'));
const file = path.join(directory, 's');
const server = net.createServer((socket) => {
  console.log('address', socket.remoteAddress, JSON.stringify(socket.address()));
  socket.pipe(socket);
});
server.listen(file, () => {
  console.log(server.address() === file, fs.statSync(file).isSocket());
  const again = net.createServer().on('error', (error) => {
    console.log(error.code, error.syscall, error.address === file, error.port);
    const client = net.connect(file, () => client.end('through the file'));
    client.on('data', (data) => console.log(String(data)));
    client.on('close', () => {
      server.close(() => {
        console.log('still there:', fs.existsSync(file));
        net.connect(file).on('error', (missing) => {
          console.log(missing.code, missing.syscall, missing.address === file);
          fs.writeFileSync(file, '');
          net.connect(file).on('error', (plain) => {
            console.log(plain.code);
            fs.rmSync(directory, { recursive: true });
          });
        });
      });
    });
  });
  again.listen(file);
});
