// Messages in V8's format.
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    process.send(message);
    if (message === 'end') process.disconnect();
  });
} else {
  const child = fork(__filename, ['child'], { serialization: 'advanced' });
  child.on('message', (message) => console.log(message));
  const cyclic = { cyclic: true };
  cyclic.self = cyclic;
  const values = [
    new Map([[{ a: 1 }, new Set([1])]]),
    Buffer.from('b'),
    { big: 5n },
    new Date(5),
    /x/g,
    cyclic,
    new Uint16Array([1, 2]),
    'end',
  ];
  for (const value of values) child.send(value);
  try {
    child.send(() => {});
  } catch (error) {
    console.log(error.name);
  }
  child.on('exit', (code) => console.log(code));
}
