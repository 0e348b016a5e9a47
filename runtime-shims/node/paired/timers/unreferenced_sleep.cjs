// A sleep that keeps nothing alive, as the program's first timer.
const { setTimeout: sleep } = require('node:timers/promises');

sleep(100_000, 0, { ref: false });
process.on('exit', () => console.log('not waited for'));
