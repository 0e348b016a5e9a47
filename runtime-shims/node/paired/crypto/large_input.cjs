const crypto = require('node:crypto');
const data = Buffer.alloc(3_000_001, 'large');
for (const name of ['sha256', 'sha1', 'md5', 'sha512'])
  console.log(name, crypto.createHash(name).update(data).digest('hex'));
console.log(crypto.createHmac('sha256', data.subarray(0, 999)).update(data).digest('hex'));
