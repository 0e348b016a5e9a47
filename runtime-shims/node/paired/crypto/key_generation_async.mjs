import crypto from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(crypto.generateKeyPair);
const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
console.log(publicKey.asymmetricKeyDetails, privateKey.export({ format: 'jwk' }).kty);
const signature = crypto.sign('sha256', Buffer.from('a'), privateKey);
console.log(crypto.verify('sha256', Buffer.from('a'), publicKey, signature));
const ec = await generate('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});
console.log(ec.publicKey.split('\n')[0], ec.privateKey.length);
