const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
const bytes = (length) => Buffer.alloc(length, 1);
const aes = () => crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(16));
const open = () => crypto.createDecipheriv('aes-128-cbc', bytes(16), bytes(16));
attempt('unknown', () => crypto.createCipheriv('nope', bytes(16), bytes(16)));
attempt('key', () => crypto.createCipheriv('aes-128-cbc', bytes(15), bytes(16)));
attempt('iv', () => crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(15)));
attempt('no iv', () => crypto.createCipheriv('aes-128-cbc', bytes(16), null));
attempt('ecb iv', () => crypto.createCipheriv('aes-128-ecb', bytes(16), bytes(16)));
attempt('gcm tag', () => crypto.createCipheriv('aes-128-gcm', bytes(16), bytes(12), { authTagLength: 5 }));
attempt('padding', () => {
  const cipher = open();
  cipher.update(bytes(16));
  cipher.final();
});
attempt('length', () => {
  const cipher = open();
  cipher.update(bytes(15));
  cipher.final();
});
attempt('no padding', () => {
  const cipher = aes().setAutoPadding(false);
  cipher.update(bytes(15));
  cipher.final();
});
attempt('twice', () => {
  const cipher = aes();
  cipher.final();
  cipher.final();
});
attempt('late update', () => {
  const cipher = aes();
  cipher.final();
  cipher.update('a');
});
attempt('late padding', () => {
  const cipher = aes();
  cipher.final();
  cipher.setAutoPadding();
});
attempt('no tag', () => {
  const cipher = crypto.createDecipheriv('aes-128-gcm', bytes(16), bytes(12));
  cipher.final();
});
attempt('early tag', () => crypto.createCipheriv('aes-128-gcm', bytes(16), bytes(12)).getAuthTag());
attempt('late AAD', () => {
  const cipher = crypto.createCipheriv('aes-128-gcm', bytes(16), bytes(12));
  cipher.update('a');
  cipher.setAAD(bytes(2));
});
attempt('AAD of CBC', () => aes().setAAD(bytes(2)));
