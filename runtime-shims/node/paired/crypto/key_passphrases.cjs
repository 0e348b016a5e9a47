const crypto = require('node:crypto');
const { attempt, keys } = require('./shared/attempt.cjs');
const { rsa } = keys;
const plain = crypto.createPrivateKey(rsa.private);
for (const kind of ['pkcs8_encrypted', 'pkcs1_encrypted']) {
  attempt(kind, () => crypto.createPrivateKey({ key: rsa[kind], passphrase: 'secret' }).equals(plain));
  attempt('wrong', () => crypto.createPrivateKey({ key: rsa[kind], passphrase: 'other' }));
  attempt('missing', () => crypto.createPrivateKey(rsa[kind]));
}
for (const cipher of ['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc', 'aes-192-ecb']) {
  for (const type of ['pkcs8', 'pkcs1']) {
    if (cipher.endsWith('ecb') && type === 'pkcs1') {
      attempt('no iv', () => plain.export({ format: 'pem', type, cipher, passphrase: 'mine' }));
      continue;
    }
    const text = plain.export({ format: 'pem', type, cipher, passphrase: 'mine' });
    console.log(
      cipher,
      type,
      text.split('\n')[0],
      crypto.createPrivateKey({ key: text, passphrase: 'mine' }).equals(plain),
    );
  }
}
const der = plain.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'mine' });
console.log(crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: 'mine' }).equals(plain));
attempt('no passphrase', () => crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
attempt('cipher', () => plain.export({ format: 'pem', type: 'pkcs8', cipher: 'nope', passphrase: 'x' }));
attempt('gcm', () => plain.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-gcm', passphrase: 'x' }));
