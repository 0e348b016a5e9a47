const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const outputLength of [0, 1, 16, 200]) {
  for (const name of ['shake128', 'shake256']) {
    attempt(`${name} ${outputLength}`, () => crypto.createHash(name, { outputLength }).update('abc').digest());
  }
}
attempt('fixed', () => crypto.createHash('sha256', { outputLength: 5 }));
attempt('one shot', () => crypto.hash('sha224', '', { outputLength: 32 }));
attempt('unknown', () => crypto.createHash('nope'));
attempt('twice', () => {
  const hash = crypto.createHash('md5');
  hash.digest();
  hash.update('a');
});
