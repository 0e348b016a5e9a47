const crypto = require('node:crypto');
const kinds = [
  ['rsa', { modulusLength: 1024 }],
  ['rsa', { modulusLength: 1025, publicExponent: 3 }],
  ['rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', saltLength: 16 }],
  ['ec', { namedCurve: 'P-384' }],
  ['ec', { namedCurve: 'secp256k1', paramEncoding: 'explicit' }],
  ['ed25519'],
  ['ed448'],
  ['x25519'],
  ['x448'],
  ['dsa', { modulusLength: 1024, divisorLength: 160 }],
  ['dh', { group: 'modp14' }],
  ['ml-dsa-65'],
  ['ml-kem-768'],
  ['slh-dsa-sha2-128f'],
];
for (const [type, options] of kinds) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  console.log(
    type,
    publicKey.asymmetricKeyType,
    publicKey.asymmetricKeyDetails,
    crypto.createPublicKey(privateKey).equals(publicKey),
  );
  const text = privateKey.export({ format: 'pem', type: 'pkcs8' });
  console.log(
    text.split('\n')[0],
    crypto.createPrivateKey(text).equals(privateKey),
    publicKey.export({ format: 'der', type: 'spki' }).length > 40,
  );
}
const encoded = crypto.generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { format: 'jwk' },
  privateKeyEncoding: { format: 'pem', type: 'sec1', cipher: 'aes-128-cbc', passphrase: 'x' },
});
console.log(Object.keys(encoded.publicKey), encoded.privateKey.split('\n').slice(0, 2));
