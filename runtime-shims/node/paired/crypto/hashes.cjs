const crypto = require('node:crypto');
const names = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-224',
  'sha512-256',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'blake2b512',
  'blake2s256',
  'ripemd160',
  'md5-sha1',
  'RSA-SHA256',
  'SHA-256',
  'sha256-192',
];
for (const name of names) {
  for (const text of ['', 'abc', 'x'.repeat(1000)])
    console.log(name, crypto.createHash(name).update(text).digest('hex'));
}
const hash = crypto.createHash('sha256').update('one');
const copy = hash.copy();
console.log(hash.update('two').digest('base64'), copy.update('three').digest('base64url'), crypto.hash('sha1', 'abc'));
