const crypto = require('node:crypto');
const { keys } = require('./shared/attempt.cjs');
for (const [name, pair] of Object.entries(keys)) {
  const [publicKey, privateKey] = [crypto.createPublicKey(pair.public), crypto.createPrivateKey(pair.private)];
  console.log(name, publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails, privateKey.type);
  console.log(
    publicKey.export({ format: 'pem', type: 'spki' }) === pair.public,
    privateKey.export({ format: 'pem', type: 'pkcs8' }) === pair.private,
  );
  console.log(
    crypto.createPublicKey(privateKey).equals(publicKey),
    crypto.createPublicKey(pair.private).export({ format: 'der', type: 'spki' }).toString('base64'),
  );
}
const rsa = crypto.createPrivateKey(keys.rsa.private);
console.log(
  rsa.export({ format: 'pem', type: 'pkcs1' }),
  crypto.createPublicKey(rsa).export({ format: 'pem', type: 'pkcs1' }),
);
for (const name of ['p256', 'p521', 'secp256k1', 'p224'])
  console.log(crypto.createPrivateKey(keys[name].private).export({ format: 'pem', type: 'sec1' }));
