const { subtle } = crypto;
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const secret = Buffer.from('secret');
for (const [name, parameters] of [
  ['PBKDF2', { hash: 'SHA-256', salt: Buffer.from('salt'), iterations: 3000 }],
  ['PBKDF2', { hash: 'SHA-512', salt: Buffer.from('salt'), iterations: 10 }],
  ['HKDF', { hash: 'SHA-256', salt: Buffer.from('salt'), info: Buffer.from('info') }],
]) {
  const key = await subtle.importKey('raw', secret, name, false, ['deriveBits', 'deriveKey']);
  console.log(name, hex(await subtle.deriveBits({ name, ...parameters }, key, 256)));
  const made = await subtle.deriveKey({ name, ...parameters }, key, { name: 'AES-CBC', length: 128 }, true, [
    'encrypt',
  ]);
  console.log(made.algorithm, hex(await subtle.exportKey('raw', made)));
}
for (const algorithm of [{ name: 'ECDH', namedCurve: 'P-384' }, { name: 'X25519' }]) {
  const [a, b] = [
    await subtle.generateKey(algorithm, true, ['deriveBits']),
    await subtle.generateKey(algorithm, true, ['deriveBits']),
  ];
  const [one, two] = [
    await subtle.deriveBits({ ...algorithm, public: b.publicKey }, a.privateKey, 200),
    await subtle.deriveBits({ ...algorithm, public: a.publicKey }, b.privateKey, 200),
  ];
  console.log(algorithm.name, one.byteLength, hex(one) === hex(two));
}
