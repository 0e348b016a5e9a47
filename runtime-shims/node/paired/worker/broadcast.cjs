// BroadcastChannel between threads, also within one.
const { Worker, isMainThread, parentPort, BroadcastChannel } = require('node:worker_threads');
const channel = new BroadcastChannel('news');
if (isMainThread) {
  const here = new BroadcastChannel('news');
  const other = new BroadcastChannel('other');
  other.onmessage = () => console.log('not reached');
  const heard = [];
  const workers = [1, 2].map(() => new Worker(__filename));
  let ready = 0;
  for (const worker of workers) {
    worker.on('message', (message) => {
      if (message === 'ready' && ++ready === 2) channel.postMessage({ to: 'all' });
      else if (message !== 'ready') {
        heard.push(message);
        if (heard.length === 2) {
          console.log(heard);
          for (const open of [channel, here, other]) open.close();
        }
      }
    });
  }
  here.onmessage = ({ data }) => console.log('here', data);
  channel.onmessage = () => console.log('not to itself');
} else {
  channel.onmessage = ({ data }) => {
    parentPort.postMessage(data);
    channel.close();
  };
  parentPort.postMessage('ready');
}
