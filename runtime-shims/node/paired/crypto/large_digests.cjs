// Large inputs digested at once, again and again: whoever digests them beside the program comes in somewhere between.
const crypto = require('node:crypto');
const data = Buffer.alloc(1_500_000, 'large');

const seen = {};
for (let round = 0; round < 30; round++) {
  for (const name of ['sha1', 'sha256', 'sha384', 'sha512']) {
    const input = Buffer.from(data);
    const hash = crypto.createHash(name).update(input);
    input.fill(round);
    (seen[name] ??= new Set()).add(hash.digest('hex'));
  }
  const hash = crypto.createHash('sha256').update(data).update('and more');
  const copy = hash.copy();
  (seen.pieces ??= new Set()).add(hash.digest('base64'));
  (seen.copy ??= new Set()).add(copy.update(data).digest('base64'));
  (seen.hash ??= new Set()).add(crypto.hash('sha512', data, 'base64url'));
}
for (const [name, digests] of Object.entries(seen)) console.log(name, ...digests);

const changing = new Uint8Array(data);
const promised = crypto.subtle.digest('SHA-256', changing);
changing.fill(0);
promised.then((digest) => {
  console.log(Buffer.from(digest).toString('hex') === [...seen.sha256][0]);
  const shared = new Uint8Array(new SharedArrayBuffer(300_000));
  console.log(crypto.createHash('sha256').update(shared).digest('hex'));
});
