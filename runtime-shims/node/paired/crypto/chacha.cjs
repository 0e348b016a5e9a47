const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
// RFC 8439, section 2.8.2
const key = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x80 + i));
const iv = Buffer.from('070000004041424344454647', 'hex');
const text =
  "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
const cipher = crypto.createCipheriv('chacha20-poly1305', key, iv, { authTagLength: 16 });
cipher.setAAD(Buffer.from('50515253c0c1c2c3c4c5c6c7', 'hex'));
const sealed = Buffer.concat([cipher.update(text.slice(0, 70)), cipher.update(text.slice(70)), cipher.final()]);
console.log(sealed.toString('hex'), cipher.getAuthTag().toString('hex'));
const stream = crypto.createCipheriv('chacha20', key, Buffer.from(`01000000${iv.toString('hex')}`, 'hex'));
console.log(stream.update(text, 'utf8', 'hex') + stream.final('hex'));
attempt('iv', () => crypto.createCipheriv('chacha20-poly1305', key, Buffer.alloc(13)));
attempt('wrong', () => {
  const decipher = crypto.createDecipheriv('chacha20-poly1305', key, iv, { authTagLength: 16 });
  decipher.setAuthTag(Buffer.alloc(16));
  decipher.update(sealed);
  decipher.final();
});
