const crypto = require('node:crypto');
for (const name of [
  'aes-128-cbc',
  'AES256',
  'aes-192-gcm',
  'id-aes128-wrap',
  'aes-256-wrap-pad',
  'aes-128-ccm',
  'aes-256-ocb',
  'aes-128-xts',
  'aes-128-cfb8',
  'aes-128-ecb',
  'chacha20',
  'chacha20-poly1305',
  'des-ede3-cbc',
  'des3',
  'nope',
  901,
]) {
  console.log(name, crypto.getCipherInfo(name));
}
console.log(
  crypto.getCipherInfo('aes-128-gcm', { ivLength: 5 }),
  crypto.getCipherInfo('aes-128-cbc', { keyLength: 5 }),
);
