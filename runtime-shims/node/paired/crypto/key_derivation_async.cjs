const crypto = require('node:crypto');
const log = (name) => (error, key) => console.log(name, error, Buffer.from(key ?? '').toString('hex'));
crypto.pbkdf2('p', 's', 20_000, 40, 'sha256', (...result) => {
  log('pbkdf2')(...result);
  crypto.scrypt('p', 's', 32, (...scrypt) => {
    log('scrypt')(...scrypt);
    crypto.hkdf('sha512', 'k', 's', 'i', 70, (...hkdf) => {
      log('hkdf')(...hkdf);
      crypto.pbkdf2('p', 's', 5000, 20, 'ripemd160', log('ripemd160'));
    });
  });
});
console.log('asked');
