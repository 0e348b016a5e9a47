// Digests, MACs and derived keys against the vectors that the standards themselves publish.
const crypto = require('node:crypto');
const { check, counting } = require('./shared/standard.cjs');

const digestsOfAbc = {
  'RFC 1321 md5': '900150983cd24fb0d6963f7d28e17f72',
  'FIPS 180-4 sha1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  'FIPS 180-4 sha224': '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  'FIPS 180-4 sha256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'FIPS 180-4 sha384':
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'FIPS 180-4 sha512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'FIPS 180-4 sha512-224': '4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa',
  'FIPS 180-4 sha512-256': '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  'FIPS 202 sha3-224': 'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf',
  'FIPS 202 sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  'FIPS 202 sha3-384':
    'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
  'FIPS 202 sha3-512':
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
  'RFC 7693 blake2b512':
    'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
  'RFC 7693 blake2s256': '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982',
  'ISO/IEC 10118-3 ripemd160': '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
};
for (const [source, expected] of Object.entries(digestsOfAbc)) {
  const name = source.split(' ').at(-1);
  check(source, crypto.createHash(name).update('a').update('bc').digest('hex'), expected);
  check(`${source} at once`, crypto.hash(name, 'abc'), expected);
}
const twoBlocks = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq';
check(
  'FIPS 180-4 sha256, two blocks',
  crypto.hash('sha256', twoBlocks),
  '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
);
check(
  'FIPS 180-4 sha256, a million times a',
  crypto.hash('sha256', 'a'.repeat(1_000_000)),
  'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
);
const shake = (name, outputLength) => crypto.createHash(name, { outputLength }).update('').digest('hex');
check('FIPS 202 shake128', shake('shake128', 32), '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26');
check(
  'FIPS 202 shake256',
  shake('shake256', 64),
  '46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be',
);

const hmacs = {
  'RFC 2202 md5': '750c783e6ab0b503eaa86e310a5db738',
  'RFC 2202 sha1': 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  'RFC 4231 sha256': '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  'RFC 4231 sha384': 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
  'RFC 4231 sha512':
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
};
for (const [source, expected] of Object.entries(hmacs)) {
  const hmac = crypto.createHmac(source.split(' ').at(-1), 'Jefe').update('what do ya want for nothing?');
  check(`HMAC of ${source}`, hmac.digest('hex'), expected);
}

for (const [rounds, expected] of [
  [1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
  [2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
  [4096, '4b007901b765489abead49d926f721d065a429c1'],
]) {
  const key = crypto.pbkdf2Sync('password', 'salt', rounds, expected.length / 2, 'sha1');
  check(`RFC 6070 pbkdf2, ${rounds} rounds`, key, expected);
}
check(
  'RFC 7914 pbkdf2 with sha256',
  crypto.pbkdf2Sync('passwd', 'salt', 1, 64, 'sha256'),
  '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
);
check(
  'RFC 7914 scrypt, nothing',
  crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 }),
  '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
);
check(
  'RFC 7914 scrypt',
  crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 }),
  'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
);
check(
  'RFC 5869 hkdf, case 1',
  crypto.hkdfSync('sha256', Buffer.alloc(22, 11), counting(0, 13), counting(0xf0, 10), 42),
  '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
);

const argon2 = {
  argon2d: '512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb',
  argon2i: 'c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8',
  argon2id: '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659',
};
for (const [name, expected] of Object.entries(argon2)) {
  const tag = crypto.argon2Sync(name, {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    passes: 3,
    memory: 32,
    tagLength: 32,
  });
  check(`RFC 9106 ${name}`, tag, expected);
}
crypto.pbkdf2('password', 'salt', 4096, 20, 'sha1', (_error, key) =>
  check('RFC 6070 pbkdf2, later', key, '4b007901b765489abead49d926f721d065a429c1'),
);
