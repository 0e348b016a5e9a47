// Digests and the derivation of keys: one pass over 16 MiB, and 100,000 rounds.
const crypto = require('node:crypto');
const { measure, measureAsync } = require('./measure.cjs');

const MIB = 1024 * 1024;
const data = Buffer.alloc(16 * MIB, 'data');
const digest = crypto.createHash('sha256').update(data).digest('hex');

measure('sha256 of 16 MiB', 1, () => {
  if (crypto.createHash('sha256').update(data).digest('hex') !== digest) throw new Error('another digest');
});

const derive = () =>
  new Promise((resolve, reject) => {
    crypto.pbkdf2('password', 'salt', 100_000, 32, 'sha256', (error, key) => (error ? reject(error) : resolve(key)));
  });

measureAsync('pbkdf2, 100,000 rounds', 1, derive);
