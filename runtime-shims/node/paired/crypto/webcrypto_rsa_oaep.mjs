const { subtle } = crypto;
const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256', modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) };
const { publicKey, privateKey } = await subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
const sealed = await subtle.encrypt({ name: 'RSA-OAEP', label: Buffer.from('label') }, publicKey, Buffer.from('text'));
console.log(
  sealed.byteLength,
  Buffer.from(await subtle.decrypt({ name: 'RSA-OAEP', label: Buffer.from('label') }, privateKey, sealed)).toString(),
);
await subtle
  .decrypt({ name: 'RSA-OAEP' }, privateKey, sealed)
  .catch((error) => console.log(error.name, error.message, error.cause.code));
await subtle.exportKey('pkcs8', privateKey).catch((error) => console.log(error.name, error.message));
