const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
const texts = require('./shared/certificates.json');
const certificates = ['ca', 'leaf', 'ed25519'].map((name) => new crypto.X509Certificate(texts[name]));
for (const certificate of certificates) {
  console.log(certificate, certificate.toLegacyObject(), certificate.ca, certificate.publicKey.asymmetricKeyType);
  console.log(
    certificates.map((other) => [certificate.checkIssued(other), certificate.verify(other.publicKey)]).join(' '),
  );
  console.log(new crypto.X509Certificate(certificate.raw).toString() === certificate.toString());
}
const [ca, leaf] = certificates;
for (const host of [
  'www.example.com',
  'WWW.EXAMPLE.COM',
  'a.b.example.com',
  'example.org',
  'example.com',
  '.example.com',
  'leaf.example.net',
]) {
  console.log(
    host,
    ca.checkHost(host),
    ca.checkHost(host, { wildcards: false }),
    ca.checkHost(host, { multiLabelWildcards: true }),
    leaf.checkHost(host),
    leaf.checkHost(host, { subject: 'never' }),
    ca.checkHost(host, { subject: 'always' }),
  );
}
for (const email of ['Mail@example.com', 'mail@example.com', 'Mail@EXAMPLE.com', 'info@example.com'])
  console.log(email, ca.checkEmail(email), ca.checkEmail(email, { subject: 'always' }));
for (const ip of ['10.1.2.3', '10.1.2.4', '2001:db8::1', '2001:DB8:0:0:0:0:0:1']) console.log(ip, ca.checkIP(ip));
attempt('ip', () => ca.checkIP('no address'));
console.log(
  ca.checkPrivateKey(crypto.createPrivateKey(texts.ca_key)),
  ca.checkPrivateKey(crypto.createPrivateKey(texts.leaf_key)),
);
console.log(crypto.createPublicKey(texts.ca).equals(ca.publicKey));
attempt('text', () => new crypto.X509Certificate('abc'));
attempt('empty', () => new crypto.X509Certificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'));
