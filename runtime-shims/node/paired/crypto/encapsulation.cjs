const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
console.log(crypto.decapsulate(keys.ml_kem.private, Buffer.from(keys.ml_kem.ciphertext, 'base64')).toString('hex'));
for (const name of ['ml_kem', 'rsa', 'p256', 'p521', 'x25519', 'x448']) {
  const { sharedKey, ciphertext } = crypto.encapsulate(keys[name].public);
  console.log(
    name,
    ciphertext.length,
    sharedKey.length,
    crypto.decapsulate(keys[name].private, ciphertext).equals(sharedKey),
  );
}
attempt('ed25519', () => crypto.encapsulate(keys.ed25519.public));
attempt('short', () => crypto.decapsulate(keys.ml_kem.private, Buffer.alloc(3)));
