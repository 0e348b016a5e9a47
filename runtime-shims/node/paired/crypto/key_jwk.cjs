const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
for (const name of Object.keys(keys)) {
  attempt(name, () => {
    const key = crypto.createPrivateKey(keys[name].private);
    const jwk = key.export({ format: 'jwk' });
    const again = crypto.createPrivateKey({ key: jwk, format: 'jwk' });
    console.log(JSON.stringify(jwk), JSON.stringify(crypto.createPublicKey(key).export({ format: 'jwk' })));
    return again.equals(key);
  });
}
const bad = [
  { kty: 'RSA' },
  { kty: 'nope' },
  { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
  { kty: 'EC', crv: 'nope', x: 'AA', y: 'AA' },
  { kty: 'OKP', crv: 'Ed25519', x: 'AA' },
];
for (const key of bad) attempt(JSON.stringify(key), () => crypto.createPublicKey({ key, format: 'jwk' }));
