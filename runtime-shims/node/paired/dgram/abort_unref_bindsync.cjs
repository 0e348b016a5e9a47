// AbortSignal, async disposal, unref, and the order of listening and close.
const dgram = require('node:dgram');

const controller = new AbortController();
const aborted = dgram.createSocket({ type: 'udp4', signal: controller.signal });
aborted.on('close', () => console.log('closed by the signal'));
aborted.bind(0, () => {
  console.log('listening');
  controller.abort();
});
const idle = dgram.createSocket('udp4').bind(0);
idle.on('listening', () => console.log('idle listens')).unref();
(async () => {
  {
    await using socket = dgram.createSocket('udp4');
    socket.on('close', () => console.log('disposed'));
  }
})();
process.on('exit', () => console.log('exit with an unreferenced socket'));
