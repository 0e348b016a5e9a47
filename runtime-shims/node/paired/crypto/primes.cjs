const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const candidate of [0n, 1n, 2n, 3n, 4n, 65537n, 2n ** 127n - 1n, 2n ** 128n + 1n, 561n, 3215031751n])
  console.log(candidate, crypto.checkPrimeSync(candidate));
const prime = crypto.generatePrimeSync(256, { bigint: true });
console.log(prime.toString(2).length, crypto.checkPrimeSync(prime));
const safe = crypto.generatePrimeSync(128, { bigint: true, safe: true });
console.log(crypto.checkPrimeSync(safe), crypto.checkPrimeSync((safe - 1n) / 2n));
console.log(crypto.generatePrimeSync(64, { bigint: true, add: 100n, rem: 7n }) % 100n);
console.log(crypto.generatePrimeSync(32).byteLength);
attempt('short', () => crypto.generatePrimeSync(1));
attempt('add', () => crypto.generatePrimeSync(2, { add: 5n }));
crypto.generatePrime(64, { bigint: true }, (error, value) =>
  crypto.checkPrime(value, (failure, result) => console.log(error, failure, result)),
);
