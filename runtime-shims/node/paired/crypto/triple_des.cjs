const crypto = require('node:crypto');
for (const [name, length] of [
  ['des-ede3-cbc', 24],
  ['des-ede3', 24],
  ['des-ede-cbc', 16],
  ['des-ede3-cfb', 24],
  ['des-ede3-ofb', 24],
  ['des-ede3-cfb8', 24],
]) {
  const key = Buffer.from(Array.from({ length }, (_, i) => i * 11));
  const iv = name === 'des-ede3' ? null : Buffer.alloc(8, 9);
  const cipher = crypto.createCipheriv(name, key, iv);
  const sealed = Buffer.concat([cipher.update('an old way to keep secrets'), cipher.final()]);
  const decipher = crypto.createDecipheriv(name, key, iv);
  console.log(name, sealed.toString('hex'), decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8'));
}
