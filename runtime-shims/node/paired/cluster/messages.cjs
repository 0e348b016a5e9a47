// worker.send, process.send, events and identities.
const cluster = require('node:cluster');
if (cluster.isPrimary) {
  console.log(cluster.isMaster, cluster.isWorker, cluster.worker);
  cluster.setupPrimary({ args: ['given'], serialization: 'json' });
  const worker = cluster.fork({ FROM_PRIMARY: 'value' });
  cluster.on('fork', (forked) => console.log('fork', forked.id));
  cluster.on('online', (one) => {
    console.log('online', one.id, one.isConnected(), one.isDead());
    one.send({ hello: 'worker' });
  });
  cluster.on('message', (one, message) => console.log('cluster hears', one.id, message));
  worker.on('message', (message) => console.log('worker says', message));
  cluster.on('disconnect', (one) => console.log('disconnect', one.id, one.exitedAfterDisconnect));
  worker.on('exit', (code, signal) => console.log('exit', code, signal, worker.isDead(), cluster.workers));
} else {
  process.on('message', (message) => {
    process.send({ got: message, id: cluster.worker.id, args: process.argv.slice(2), env: process.env.FROM_PRIMARY });
    cluster.worker.disconnect();
  });
}
