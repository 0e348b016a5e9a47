// `beforeExit` comes again whenever it has started something; 'exit' once, and nothing asynchronous after it.
let rounds = 0;
process.on('beforeExit', (code) => {
  console.log(`beforeExit ${code}`);
  if (++rounds < 3) setTimeout(() => console.log(`work of round ${rounds}`), 1);
  else process.exitCode = 3;
});
process.on('exit', (code) => {
  console.log(`exit ${code} ${process.exitCode}`);
  setTimeout(() => console.log('too late'), 0);
  process.nextTick(() => console.log('too late'));
});
