const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
console.log(
  crypto.randomBytes(10).length,
  crypto.randomBytes(100_000).some((byte) => byte !== 0),
);
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
const values = Array.from({ length: 500 }, () => crypto.randomInt(5, 9));
console.log([...new Set(values)].sort().join());
const filled = crypto.randomFillSync(Buffer.alloc(20), 5, 10);
console.log(
  filled.subarray(0, 5).every((byte) => byte === 0),
  filled.subarray(15).every((byte) => byte === 0),
);
console.log(
  crypto.getRandomValues(new Uint16Array(8)).length,
  crypto.webcrypto.getRandomValues(new Uint8Array(4)).length,
);
attempt('range', () => crypto.randomInt(5, 5));
attempt('size', () => crypto.randomBytes(-1));
crypto.randomBytes(4, (error, bytes) => console.log(error, bytes.length));
crypto.randomInt(3, (error, value) => console.log(error, value < 3));
