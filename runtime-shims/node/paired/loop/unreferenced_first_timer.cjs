// A timer that is unreferenced from the start keeps no program, not even the first one.
const { setTimeout: sleep } = require('node:timers/promises');

process.on('exit', (code) => console.log('exit', code));
sleep(60_000, undefined, { ref: false }).then(() => console.log('never'));
setTimeout(() => console.log('never either'), 60_000).unref();
