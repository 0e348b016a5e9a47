const crypto = require('node:crypto');
const { keys, message } = require('./shared/attempt.cjs');
for (const [name, key] of Object.entries(keys)) {
  if (!key.signature) continue;
  const digest = name.startsWith('ed') || name === 'ml_dsa' ? null : name === 'rsa_pss' ? 'sha256' : 'sha384';
  const signature = crypto.sign(digest, message, key.private);
  console.log(
    name,
    crypto.verify(digest, message, key.public, signature),
    crypto.verify(digest, Buffer.from('x'), key.public, signature),
  );
}
// PKCS #1 v1.5 and Ed25519 are deterministic.
console.log(crypto.sign('sha1', message, keys.rsa.private).toString('base64'));
console.log(
  crypto.sign(null, message, keys.ed25519.private).toString('base64'),
  crypto.sign(null, message, keys.ed448.private).toString('base64'),
);
const signer = crypto.createSign('RSA-SHA512').update('a').update(Buffer.from('b'));
console.log(signer.sign(keys.rsa.private, 'hex'));
