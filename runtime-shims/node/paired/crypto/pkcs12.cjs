const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
const { pkcs12, pkcs12_legacy: legacy } = require('./shared/certificates.json');
for (const [name, text] of [
  ['modern', pkcs12],
  ['legacy', legacy],
]) {
  const { privateKey, certificate, additionalCertificates } = crypto.parsePKCS12(Buffer.from(text, 'base64'), {
    passphrase: 'secret',
  });
  console.log(
    name,
    privateKey.asymmetricKeyType,
    certificate.subject,
    certificate.checkPrivateKey(privateKey),
    additionalCertificates.map(({ serialNumber }) => serialNumber),
  );
}
attempt('garbage', () => crypto.parsePKCS12(Buffer.alloc(10)));
