// What an immediate sets runs in the next turn; what one clears does not run; a cleared list goes on behind the hole.
const log = (what) => console.log(what);
const second = [];
setImmediate(() => {
  log('1');
  clearImmediate(second[0]);
  setImmediate(() => {
    log('next turn');
    setImmediate(() => log('turn after that'));
  });
});
second.push(setImmediate(() => log('2: cleared')));
setImmediate((...values) => log(`3 ${values}`), 'a', 'b', 'c', 'd');
setImmediate(() => {
  log('4');
  process.nextTick(() => clearImmediate(second[1]));
});
second.push(setImmediate(() => log('5: cleared by a tick')));
setImmediate(() => log('6'));
const idle = setImmediate(() => log('7: not waited for, but reached'));
idle.unref();
log([idle.hasRef(), idle.ref().hasRef()]);
