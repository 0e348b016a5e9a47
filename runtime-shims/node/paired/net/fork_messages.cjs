// fork: messages both ways, disconnect, exit.
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    if (message.stop) process.disconnect();
    else process.send({ doubled: message.number * 2, text: message.text });
  });
  process.on('disconnect', () => process.exit(process.connected ? 1 : 6));
  process.send('ready');
} else {
  const child = fork(__filename, ['child']);
  child.on('message', (message) => {
    console.log('parent:', message);
    if (message === 'ready') child.send({ number: 21, text: 'é€😀' });
    else child.send({ stop: true });
  });
  child.on('disconnect', () => console.log('parent: disconnect', child.connected));
  child.on('exit', (code, signal) => console.log('parent: exit', code, signal));
}
