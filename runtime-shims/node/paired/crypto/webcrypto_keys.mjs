// Natively some algorithms warn that they are experimental, with the number of the process.
process.removeAllListeners('warning');

import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';

const keys = createRequire(import.meta.url)('./shared/keys.json');
const { subtle } = crypto;
const show = (value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : JSON.stringify(value));
for (const [name, algorithm, usages] of [
  ['rsa', { name: 'RSA-PSS', hash: 'SHA-256' }, ['sign', 'verify']],
  ['p256', { name: 'ECDSA', namedCurve: 'P-256' }, ['sign', 'verify']],
  ['p521', { name: 'ECDH', namedCurve: 'P-521' }, ['deriveBits', null]],
  ['ed25519', { name: 'Ed25519' }, ['sign', 'verify']],
  ['x448', { name: 'X448' }, ['deriveBits', null]],
]) {
  const der = createPrivateKey(keys[name].private).export({ format: 'der', type: 'pkcs8' });
  const privateKey = await subtle.importKey('pkcs8', der, algorithm, true, [usages[0]]);
  const spki = createPublicKey(keys[name].public).export({ format: 'der', type: 'spki' });
  const publicKey = await subtle.importKey('spki', spki, algorithm, true, usages[1] ? [usages[1]] : []);
  console.log(name, privateKey, publicKey);
  for (const format of ['pkcs8', 'jwk']) console.log(show(await subtle.exportKey(format, privateKey)));
  for (const format of ['spki', 'jwk']) console.log(show(await subtle.exportKey(format, publicKey)));
  console.log(KeyObject.from(publicKey).equals(createPublicKey(keys[name].public)));
}
for (const [format, data, algorithm] of [
  ['pkcs8', Buffer.alloc(5), { name: 'Ed25519' }],
  ['raw', Buffer.alloc(5), { name: 'AES-GCM' }],
  ['jwk', { kty: 'oct' }, { name: 'HMAC', hash: 'SHA-256' }],
]) {
  await subtle
    .importKey(format, data, algorithm, true, ['sign'])
    .catch((error) => console.log(error.name, error.message));
}
