const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
// RFC 9106, section 5
const parameters = {
  message: Buffer.alloc(32, 1),
  nonce: Buffer.alloc(16, 2),
  secret: Buffer.alloc(8, 3),
  associatedData: Buffer.alloc(12, 4),
  parallelism: 4,
  tagLength: 32,
  memory: 32,
  passes: 3,
};
for (const type of ['argon2d', 'argon2i', 'argon2id']) attempt(type, () => crypto.argon2Sync(type, parameters));
attempt('memory', () => crypto.argon2Sync('argon2id', { ...parameters, memory: 8 }));
crypto.argon2('argon2id', { ...parameters, secret: undefined }, (error, tag) =>
  console.log(error, tag.toString('hex')),
);
