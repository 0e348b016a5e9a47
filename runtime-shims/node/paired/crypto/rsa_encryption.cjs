const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
const { rsa } = keys;
const { RSA_PKCS1_PADDING, RSA_NO_PADDING } = crypto.constants;
console.log(
  crypto.privateDecrypt({ key: rsa.private, oaepHash: 'sha256' }, Buffer.from(rsa.oaep, 'base64')).toString(),
);
console.log(
  crypto.privateDecrypt({ key: rsa.private, padding: RSA_PKCS1_PADDING }, Buffer.from(rsa.pkcs1, 'base64')).toString(),
);
for (const options of [
  {},
  { oaepHash: 'sha224' },
  { oaepLabel: Buffer.from('label') },
  { padding: RSA_PKCS1_PADDING },
]) {
  const sealed = crypto.publicEncrypt({ key: rsa.public, ...options }, Buffer.from('text'));
  console.log(sealed.length, crypto.privateDecrypt({ key: rsa.private, ...options }, sealed).toString());
}
const signed = crypto.privateEncrypt(rsa.private, Buffer.from('text'));
console.log(signed.toString('hex'), crypto.publicDecrypt(rsa.public, signed).toString());
console.log(crypto.publicEncrypt({ key: rsa.public, padding: RSA_NO_PADDING }, Buffer.alloc(128, 1)).toString('hex'));
attempt('label', () =>
  crypto.privateDecrypt(
    { key: rsa.private, oaepHash: 'sha256', oaepLabel: Buffer.from('x') },
    Buffer.from(rsa.oaep, 'base64'),
  ),
);
attempt('long', () => crypto.publicEncrypt(rsa.public, Buffer.alloc(200)));
attempt('small', () => crypto.publicEncrypt({ key: rsa.public, padding: RSA_NO_PADDING }, Buffer.alloc(20)));
attempt('large', () => crypto.publicEncrypt({ key: rsa.public, padding: RSA_NO_PADDING }, Buffer.alloc(128, 255)));
attempt('broken', () => crypto.privateDecrypt(rsa.private, Buffer.alloc(128, 1)));
attempt('broken signature', () => crypto.publicDecrypt(rsa.public, Buffer.alloc(128, 1)));
attempt('digest', () => crypto.publicEncrypt({ key: rsa.public, oaepHash: 'nope' }, Buffer.alloc(2)));
