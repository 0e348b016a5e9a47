const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
// RFC 3394, section 4.1, and RFC 5649, section 6
const run = (create, name, key, iv, data) => {
  const cipher = create(name, Buffer.from(key, 'hex'), Buffer.from(iv, 'hex'));
  return Buffer.concat([cipher.update(data, 'hex'), cipher.final()]).toString('hex');
};
const key = '000102030405060708090a0b0c0d0e0f';
const wrapped = run(crypto.createCipheriv, 'aes128-wrap', key, 'a6a6a6a6a6a6a6a6', '00112233445566778899aabbccddeeff');
console.log(wrapped, run(crypto.createDecipheriv, 'id-aes128-wrap', key, 'a6a6a6a6a6a6a6a6', wrapped));
const padKey = '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8';
for (const text of ['c37b7e6492584340bed12207808941155068f738', '466f7250617369']) {
  const padded = run(crypto.createCipheriv, 'id-aes192-wrap-pad', padKey, 'a65959a6', text);
  console.log(padded, run(crypto.createDecipheriv, 'id-aes192-wrap-pad', padKey, 'a65959a6', padded));
}
attempt('broken', () => run(crypto.createDecipheriv, 'aes128-wrap', key, 'a6a6a6a6a6a6a6a6', '00'.repeat(24)));
for (const length of [16, 17, 31, 32, 40]) {
  const xtsKey = Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex');
  const sealed = run(crypto.createCipheriv, 'aes-128-xts', xtsKey, '11'.repeat(16), 'ab'.repeat(length));
  console.log(sealed, run(crypto.createDecipheriv, 'aes-128-xts', xtsKey, '11'.repeat(16), sealed));
}
attempt('equal halves', () => run(crypto.createCipheriv, 'aes-128-xts', key + key, '11'.repeat(16), 'ab'.repeat(16)));
