// Nor after referenced timers that have run or were cleared, nor once it was referenced for a while.
import { setTimeout as sleep } from 'node:timers/promises';

process.on('exit', (code) => console.log('exit', code));
await sleep(5);
console.log('after a referenced one');
clearTimeout(setTimeout(() => console.log('cleared'), 60_000));
sleep(60_000, undefined, { ref: false }).then(() => console.log('never'));
const timer = setTimeout(() => console.log('never either'), 60_000);
timer.unref();
timer.ref();
setTimeout(() => {
  console.log('a short one after it', timer.hasRef());
  timer.unref();
}, 20);
