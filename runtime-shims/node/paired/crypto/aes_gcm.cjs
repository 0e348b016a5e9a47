const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const bits of [128, 256]) {
  for (const ivLength of [1, 12, 16, 60]) {
    const [key, iv] = [Buffer.alloc(bits / 8, 5), Buffer.alloc(ivLength, 6)];
    const cipher = crypto.createCipheriv(`aes-${bits}-gcm`, key, iv);
    cipher.setAAD(Buffer.from('additional'));
    const sealed = cipher.update('some text of two blocks and a bit', 'utf8', 'hex') + cipher.final('hex');
    const tag = cipher.getAuthTag();
    console.log(bits, ivLength, sealed, tag.toString('hex'));
    const open = (given) => {
      const decipher = crypto.createDecipheriv(`aes-${bits}-gcm`, key, iv);
      decipher.setAAD(Buffer.from('additional')).setAuthTag(given);
      return decipher.update(sealed, 'hex', 'utf8') + decipher.final('utf8');
    };
    attempt('right', () => open(tag));
    attempt('wrong', () => open(Buffer.alloc(16)));
    attempt('short', () => open(tag.subarray(0, 5)));
  }
}
