const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
const key = crypto.createSecretKey(Buffer.from('0123456789abcdef'));
console.log(key, key.type, key.symmetricKeySize, key.export().toString(), key.export({ format: 'jwk' }));
console.log(
  key.equals(crypto.createSecretKey('0123456789abcdef', 'utf8')),
  key.equals(crypto.createSecretKey('x', 'utf8')),
);
const cipher = crypto.createCipheriv('aes-128-ecb', key, null);
console.log(cipher.update('a', 'utf8', 'hex') + cipher.final('hex'));
console.log(
  crypto.generateKeySync('aes', { length: 256 }).symmetricKeySize,
  crypto.generateKeySync('hmac', { length: 123 }).symmetricKeySize,
);
attempt('length', () => crypto.generateKeySync('aes', { length: 123 }));
crypto.generateKey('hmac', { length: 64 }, (error, made) => console.log(error, made.symmetricKeySize));
