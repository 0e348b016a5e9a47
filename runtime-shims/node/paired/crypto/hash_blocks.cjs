// Lengths around the blocks of each digest, in one piece and in many.
const crypto = require('node:crypto');
const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7) & 255));
for (const name of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'blake2b512']) {
  const all = crypto.createHash('sha256');
  for (let length = 0; length <= 300; length++) {
    const whole = crypto.createHash(name).update(bytes.subarray(0, length)).digest('hex');
    const parts = crypto.createHash(name);
    for (let at = 0; at < length; at += 13) parts.update(bytes.subarray(at, Math.min(length, at + 13)));
    if (parts.digest('hex') !== whole) console.log('differs', name, length);
    all.update(whole);
  }
  console.log(name, all.digest('hex'));
}
