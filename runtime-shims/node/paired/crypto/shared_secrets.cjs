const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
for (const name of ['x25519', 'x448', 'p256', 'p384', 'p521', 'secp256k1', 'dh']) {
  const mine = crypto.createPrivateKey(keys[name].private);
  attempt(name, () => crypto.diffieHellman({ privateKey: mine, publicKey: crypto.createPublicKey(keys[name].public) }));
}
const pair = (name) => [crypto.createPrivateKey(keys[name].private), crypto.createPublicKey(keys[name].public)];
attempt('curves', () => crypto.diffieHellman({ privateKey: pair('p256')[0], publicKey: pair('p384')[1] }));
attempt('kinds', () => crypto.diffieHellman({ privateKey: pair('p256')[0], publicKey: pair('x25519')[1] }));
const zero = crypto.createPublicKey({
  key: { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32).toString('base64url') },
  format: 'jwk',
});
attempt('small order', () => crypto.diffieHellman({ privateKey: pair('x25519')[0], publicKey: zero }));
crypto.diffieHellman({ privateKey: pair('x448')[0], publicKey: pair('x448')[1] }, (error, secret) =>
  console.log(error, secret.length),
);
