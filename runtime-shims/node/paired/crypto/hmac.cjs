const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
// RFC 4231, RFC 2202
console.log(crypto.createHmac('sha256', Buffer.alloc(20, 0x0b)).update('Hi There').digest('hex'));
console.log(crypto.createHmac('md5', 'Jefe').update('what do ya want for nothing?').digest('hex'));
for (const name of ['sha1', 'sha384', 'sha512', 'sha3-256', 'ripemd160', 'blake2b512']) {
  console.log(name, crypto.createHmac(name, 'k'.repeat(200)).update('data').digest('base64'));
}
console.log(
  crypto
    .createHmac('sha256', crypto.createSecretKey(Buffer.from('key')))
    .update('x')
    .digest('hex'),
);
attempt('unknown', () => crypto.createHmac('nope', 'key'));
attempt('twice', () => {
  const hmac = crypto.createHmac('md5', 'a');
  hmac.digest();
  return hmac.digest('hex');
});
