const { subtle } = crypto;
const data = Buffer.from('data');
const kinds = [
  [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  [
    { name: 'ECDSA', namedCurve: 'P-521' },
    { name: 'ECDSA', hash: 'SHA-512' },
  ],
  [{ name: 'Ed25519' }, { name: 'Ed25519' }],
  [{ name: 'HMAC', hash: 'SHA-384' }, { name: 'HMAC' }],
  [
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) },
    { name: 'RSASSA-PKCS1-v1_5' },
  ],
  [
    { name: 'RSA-PSS', hash: 'SHA-512', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    { name: 'RSA-PSS', saltLength: 32 },
  ],
];
for (const [generation, signing] of kinds) {
  const made = await subtle.generateKey(generation, true, ['sign', 'verify']);
  const [privateKey, publicKey] = [made.privateKey ?? made, made.publicKey ?? made];
  const signature = await subtle.sign(signing, privateKey, data);
  console.log(privateKey.algorithm, privateKey.usages, publicKey.usages, signature.byteLength);
  console.log(
    await subtle.verify(signing, publicKey, signature, data),
    await subtle.verify(signing, publicKey, signature, Buffer.from('x')),
  );
  const jwk = await subtle.exportKey('jwk', publicKey);
  console.log(Object.keys(jwk), jwk.alg, jwk.key_ops);
}
