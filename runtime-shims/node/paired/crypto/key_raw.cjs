const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
for (const name of ['ed25519', 'x448', 'p256', 'p521', 'ml_dsa', 'ml_kem', 'rsa']) {
  const [publicKey, privateKey] = [
    crypto.createPublicKey(keys[name].public),
    crypto.createPrivateKey(keys[name].private),
  ];
  attempt(`${name} public`, () => publicKey.export({ format: 'raw-public' }));
  attempt(`${name} compressed`, () => publicKey.export({ format: 'raw-public', type: 'compressed' }));
  attempt(`${name} private`, () => privateKey.export({ format: 'raw-private' }));
  attempt(`${name} seed`, () => privateKey.export({ format: 'raw-seed' }));
  attempt(`${name} again`, () =>
    crypto
      .createPublicKey({
        key: publicKey.export({ format: 'raw-public' }),
        format: 'raw-public',
        asymmetricKeyType: publicKey.asymmetricKeyType,
        namedCurve: publicKey.asymmetricKeyDetails.namedCurve,
      })
      .equals(publicKey),
  );
}
attempt('short', () =>
  crypto.createPublicKey({ key: Buffer.alloc(5), format: 'raw-public', asymmetricKeyType: 'ed25519' }),
);
attempt('curve', () =>
  crypto.createPublicKey({ key: Buffer.alloc(5), format: 'raw-public', asymmetricKeyType: 'ec', namedCurve: 'nope' }),
);
