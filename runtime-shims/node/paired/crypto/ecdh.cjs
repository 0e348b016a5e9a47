const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const curve of [
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'secp256k1',
  'brainpoolP320r1',
  'prime192v1',
  'secp224r1',
  'secp160k1',
]) {
  const [a, b] = [crypto.createECDH(curve), crypto.createECDH(curve)];
  a.setPrivateKey(Buffer.from('0102030405060708090a0b0c0d0e0f', 'hex'));
  b.setPrivateKey(Buffer.from('1112131415161718191a1b1c1d1e1f', 'hex'));
  console.log(
    curve,
    a.getPublicKey('hex'),
    a.getPublicKey('hex', 'compressed'),
    b.getPublicKey('hex', 'hybrid'),
    a.getPrivateKey('hex'),
  );
  console.log(
    a.computeSecret(b.getPublicKey(), null, 'hex'),
    b.computeSecret(a.getPublicKey(null, 'compressed'), null, 'hex'),
  );
  console.log(
    crypto.ECDH.convertKey(a.getPublicKey('hex', 'compressed'), curve, 'hex', 'hex', 'uncompressed') ===
      a.getPublicKey('hex'),
  );
}
attempt('curve', () => crypto.createECDH('nope'));
const ecdh = crypto.createECDH('prime256v1');
attempt('no public', () => ecdh.getPublicKey());
attempt('no private', () => ecdh.getPrivateKey());
attempt('zero', () => ecdh.setPrivateKey(Buffer.alloc(32)));
ecdh.generateKeys();
attempt('bad point', () => ecdh.computeSecret(Buffer.alloc(5, 1)));
attempt('convert', () => crypto.ECDH.convertKey(Buffer.alloc(32), 'prime256v1'));
