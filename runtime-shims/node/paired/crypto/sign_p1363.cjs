const crypto = require('node:crypto');
const { keys, message } = require('./shared/attempt.cjs');
for (const name of ['p256', 'p384', 'p521', 'secp256k1', 'p224', 'brainpool', 'dsa']) {
  const options = { dsaEncoding: 'ieee-p1363' };
  const signature = crypto.sign('sha256', message, { key: keys[name].private, ...options });
  console.log(
    name,
    signature.length,
    crypto.verify('sha256', message, { key: keys[name].public, ...options }, signature),
    crypto.verify('sha256', message, keys[name].public, signature),
  );
}
crypto.sign('sha256', message, keys.p256.private, (error, signature) => {
  crypto.verify('sha256', message, keys.p256.public, signature, (failure, result) =>
    console.log(error, failure, result),
  );
});
