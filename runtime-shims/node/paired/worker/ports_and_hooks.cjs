// Ports as resources of async_hooks, their references, what is delivered while they close, and messages that cannot be read.
const { AsyncLocalStorage, createHook, executionAsyncId } = require('node:async_hooks');
const { BroadcastChannel, markAsUncloneable, MessageChannel, Worker } = require('node:worker_threads');

const made = [];
const destroyed = new Set();
const hook = createHook({
  init(id, type, _trigger, resource) {
    if (type === 'MESSAGEPORT') made.push({ id, resource });
  },
  destroy: (id) => destroyed.add(id),
}).enable();
const storage = new AsyncLocalStorage();
const { port1, port2 } = storage.run('where they were made', () => new MessageChannel());
hook.disable();
console.log(made.length, made[0].resource === port1, made[1].resource === port2, port1.hasRef());
hook.enable();
port1.on('message', (text) => {
  console.log(text, executionAsyncId() === made[0].id, storage.getStore());
  port1.close();
});
console.log(port1.hasRef(), port2.hasRef());
port1.on('close', () => {
  console.log('closed', port1.hasRef(), port2.hasRef());
  setTimeout(() => {
    console.log(made.every(({ id }) => destroyed.has(id)));
    hook.disable();
    others();
  }, 20);
});
storage.run('where it was sent', () => {
  port2.postMessage('first');
  port2.postMessage('second');
});

function others() {
  process.once('uncaughtException', ({ message }) => console.log(message));
  new Worker('', { eval: true }).on('exit', () => {
    setImmediate(() => shared());
    throw new Error('thrown by the listener');
  });
  const buffer = new ArrayBuffer(4);
  markAsUncloneable(buffer);
  console.log(structuredClone(buffer).byteLength);
}

function shared() {
  const channels = [0, 1, 2].map(() => new BroadcastChannel('shared'));
  let count = 0;
  for (const channel of channels.slice(1)) {
    channel.onmessage = ({ data }) => {
      new Uint8Array(data)[0] += 1;
      count += 1;
      if (count < 2) return;
      console.log(new Uint8Array(data));
      for (const each of channels) each.close();
    };
  }
  channels[0].postMessage(new SharedArrayBuffer(2));
}
