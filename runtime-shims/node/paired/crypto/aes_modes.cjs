const crypto = require('node:crypto');
const text = Buffer.from('a text that is longer than some blocks of AES are, and no whole number of them');
for (const bits of [128, 192, 256]) {
  const key = Buffer.from(Array.from({ length: bits / 8 }, (_, i) => i * 3));
  for (const mode of ['ecb', 'cbc', 'ctr', 'cfb', 'cfb8', 'cfb1', 'ofb']) {
    const name = `aes-${bits}-${mode}`;
    const iv = mode === 'ecb' ? null : Buffer.alloc(16, 0xfe);
    const cipher = crypto.createCipheriv(name, key, iv);
    const sealed = Buffer.concat([cipher.update(text.subarray(0, 5)), cipher.update(text.subarray(5)), cipher.final()]);
    const decipher = crypto.createDecipheriv(name, key, iv);
    const opened = decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8');
    console.log(name, sealed.toString('hex'), opened === text.toString());
  }
}
