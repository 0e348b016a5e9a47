const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
// RFC 6070, RFC 7914, RFC 5869
console.log(crypto.pbkdf2Sync('password', 'salt', 2, 20, 'sha1').toString('hex'));
console.log(
  crypto
    .pbkdf2Sync('passwordPASSWORDpassword', 'saltSALTsaltSALTsaltSALTsaltSALTsalt', 4096, 25, 'sha1')
    .toString('hex'),
);
for (const digest of ['sha256', 'sha512', 'md5', 'sha3-256']) {
  console.log(digest, crypto.pbkdf2Sync('p', 's', 1500, 100, digest).toString('hex'));
}
console.log(crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 }).toString('hex'));
console.log(crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 }).toString('hex'));
const hkdf = crypto.hkdfSync(
  'sha256',
  Buffer.alloc(22, 0x0b),
  Buffer.from('000102030405060708090a0b0c', 'hex'),
  Buffer.from('f0f1f2', 'hex'),
  42,
);
console.log(Buffer.from(hkdf).toString('hex'));
attempt('digest', () => crypto.pbkdf2Sync('a', 'b', 1, 1, 'nope'));
attempt('extendable', () => crypto.pbkdf2Sync('a', 'b', 1, 1, 'shake128'));
attempt('scrypt', () => crypto.scryptSync('a', 'b', 1, { N: 3 }));
attempt('memory', () => crypto.scryptSync('a', 'b', 1, { N: 2 ** 20 }));
attempt('hkdf', () => crypto.hkdfSync('sha256', 'a', 'b', 'c', 10_000));
