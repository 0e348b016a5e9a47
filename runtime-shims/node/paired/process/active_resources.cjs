// What keeps a process alive, as process.getActiveResourcesInfo() lists it.
const dns = require('node:dns');
const fs = require('node:fs');
const net = require('node:net');
const { MessageChannel } = require('node:worker_threads');
// Standard streams may be anything.
const show = (label) =>
  console.log(
    label,
    process
      .getActiveResourcesInfo()
      .filter((name) => !/TTY|Pipe/.test(name))
      .join(),
  );
const later = () => {};
show('at first');
const timeout = setTimeout(later, 1e6);
const interval = setInterval(later, 1e6);
show('timers');
timeout.unref();
clearInterval(interval);
show('none that counts');
const immediate = setImmediate(later);
show('immediate');
clearImmediate(immediate);
const { port1 } = new MessageChannel();
port1.on('message', later);
show('port');
fs.stat('.', later);
fs.promises.stat('.').then(() => {});
show('files');
fs.watchFile('nothing', later);
show('watcher');
fs.unwatchFile('nothing');
dns.lookup('localhost', later);
show('lookup');
const server = net.createServer();
server.listen(0, '127.0.0.1', () => {
  console.log(process._getActiveHandles().includes(server), process._getActiveHandles().includes(port1));
  server.close();
  port1.close();
});
