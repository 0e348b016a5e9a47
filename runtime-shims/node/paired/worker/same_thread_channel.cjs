// Within one thread: messages, order, structuredClone with ports, a port posted to itself.
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const { port1, port2 } = new MessageChannel();
port2.on('message', (message) => {
  console.log('got', message);
  if (message === 'last') port2.close();
});
port1.postMessage('first');
port1.postMessage({ a: 1 });
setImmediate(() => console.log('immediate'));
port1.postMessage('last');
const pair = new MessageChannel();
const { moved } = structuredClone({ moved: pair.port1 }, { transfer: [pair.port1] });
pair.port2.postMessage('through the clone');
console.log(receiveMessageOnPort(moved));
moved.close();
const third = new MessageChannel();
try {
  third.port1.postMessage(0, [third.port1]);
} catch (error) {
  console.log(error.name, error.message);
}
third.port1.close();
