const crypto = require('node:crypto');
const { MessageChannel, receiveMessageOnPort, Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  const { port1, port2 } = new MessageChannel();
  const k = crypto.generateKeyPairSync('ed25519');
  for (const key of [crypto.createSecretKey(Buffer.from('abc')), k.publicKey, k.privateKey]) {
    port1.postMessage({ key });
    const m = receiveMessageOnPort(port2).message.key;
    console.log(m.type, m.equals(key), m instanceof crypto.KeyObject);
  }
  console.log(structuredClone(k.publicKey).equals(k.publicKey));
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']).then((ck) => {
    const w = new Worker(__filename);
    w.postMessage([k.privateKey, ck]);
    w.on('message', (m) => {
      console.log(m);
      w.terminate();
    });
  });
} else {
  parentPort.once('message', async ([k, ck]) => {
    parentPort.postMessage([
      k.type,
      k.asymmetricKeyType,
      ck.algorithm,
      ck.usages,
      (await crypto.subtle.exportKey('raw', ck)).byteLength,
    ]);
  });
}
