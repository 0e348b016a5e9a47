const crypto = require('node:crypto');
const { attempt, keys, message } = require('./shared/attempt.cjs');
const { rsa, rsa_pss: pss, ed25519, x25519, p256 } = keys;
attempt('digest', () => crypto.sign('nope', message, rsa.private));
attempt('createSign', () => crypto.createSign('nope'));
attempt('ed25519 with a digest', () => crypto.sign('sha256', message, ed25519.private));
attempt('createSign with ed25519', () => crypto.createSign('sha256').sign(ed25519.private));
attempt('public', () => crypto.sign('sha256', message, rsa.public));
attempt('padding', () => crypto.sign('sha256', message, { key: rsa.private, padding: 99 }));
attempt('no padding', () =>
  crypto.sign('sha256', message, { key: rsa.private, padding: crypto.constants.RSA_NO_PADDING }),
);
attempt('salt', () => crypto.sign('sha256', message, { key: rsa.private, padding: 6, saltLength: 200 }));
attempt('pss digest', () => crypto.sign('sha1', message, pss.private));
attempt('pss salt', () => crypto.sign('sha256', message, { key: pss.private, saltLength: 10 }));
attempt('pss as pkcs1', () => crypto.sign('sha256', message, { key: pss.private, padding: 1 }));
attempt('no key', () => crypto.createSign('sha256').sign());
attempt('encryption with ec', () => crypto.publicEncrypt(p256.public, message));
attempt('x25519 agrees with nothing', () =>
  crypto.diffieHellman({
    privateKey: crypto.createPrivateKey(x25519.private),
    publicKey: crypto.createPublicKey(p256.public),
  }),
);
