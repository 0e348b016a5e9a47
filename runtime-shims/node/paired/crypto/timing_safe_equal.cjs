const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
console.log(
  crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')),
  crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ac')),
);
attempt('lengths', () => crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('abc')));
attempt('types', () => crypto.timingSafeEqual('ab', Buffer.from('ab')));
