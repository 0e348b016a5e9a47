// Messages larger than the pipe, both ways at once.
const { fork } = require('node:child_process');
const text = 'x'.repeat(3e6);
if (process.argv[2] === 'child') {
  process.on('message', ({ length }) =>
    process.send({ got: length, text: text.slice(0, length) }, () => process.disconnect()),
  );
} else {
  const child = fork(__filename, ['child']);
  child.on('message', (message) => console.log(message.got, message.text.length));
  child.send({ length: text.length, text }, (error) => console.log('sent', error));
  child.on('close', (code) => console.log(code));
}
