// What JSON makes of messages; order; callbacks; the end of the channel.
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message));
  process.on('disconnect', () => process.exit(process.connected ? 1 : 7));
} else {
  const child = fork(__filename, ['child']);
  const messages = [
    1,
    'ä€😀',
    null,
    [undefined, NaN],
    { date: new Date(0), nested: { a: [1, 2] }, map: new Map([[1, 2]]) },
    true,
  ];
  let left = messages.length;
  child.on('message', (message) => {
    console.log(message);
    if (--left === 0) child.disconnect();
  });
  for (const message of messages) child.send(message);
  child.on('disconnect', () => {
    console.log('disconnected', child.connected);
    child.send('late', (error) => console.log(error.code));
  });
  child.on('close', (code, signal) => console.log('close', code, signal));
  for (const bad of [undefined, () => {}, Symbol('s')]) {
    try {
      child.send(bad);
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
}
